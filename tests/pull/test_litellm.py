"""LiteLLM's tables in Postgres, with the rows that its proxy wrote (see sources/litellm_spend_logs/producer)."""

import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks.landing import landing
from tests.pull.conftest import numbered
from tests.pull.gateways import Gateway, pulled, run_of
from tests.servers import Server
from tests.sources.litellm_spend_logs.build import RECORDED, Exports

TABLES = {
    "litellm_spend_logs": ("LiteLLM_SpendLogs", "spend_logs"),
    "litellm_users": ("LiteLLM_UserTable", "users"),
    "litellm_keys": ("LiteLLM_VerificationToken", "keys"),
}
# The columns that are read, with the types of LiteLLM's schema.prisma; teams and organizations are empty.
COLUMNS = (
    'create table "LiteLLM_SpendLogs" (request_id text primary key, call_type text, api_key text, "user" text, '
    'end_user text, "startTime" timestamp(3), "endTime" timestamp(3), model text, model_group text, '
    "prompt_tokens integer, completion_tokens integer, requester_ip_address text, status text, messages jsonb, "
    "metadata jsonb, proxy_server_request jsonb)",
    'create table "LiteLLM_UserTable" (user_id text primary key, user_email text, user_role text, '
    "created_at timestamp(3), organization_id text, teams text[])",
    'create table "LiteLLM_VerificationToken" (token text primary key, key_alias text, user_id text, '
    "created_at timestamp(3), team_id text, organization_id text)",
    'create table "LiteLLM_TeamTable" (team_id text primary key, team_alias text, organization_id text)',
    'create table "LiteLLM_OrganizationTable" (organization_id text primary key, organization_alias text)',
)


@pytest.fixture
def litellm(server: Server) -> Gateway:
    """LiteLLM's database."""
    gateway = Gateway(server, f"litellm_{numbered()}")
    server.create(gateway.database)
    gateway.run(*COLUMNS)
    for table, name in TABLES.values():
        lines = Exports(RECORDED).unpacked(f"{name}.jsonl.zst").decode().splitlines()
        insert = f'insert into "{table}" select * from jsonb_populate_record(null::"{table}", cast(:row as jsonb))'
        server.execute(gateway.database, insert, [{"row": line} for line in lines])
    return gateway


@pytest.mark.parametrize("server", ["postgresql"], indirect=True)
def test_pulled_as_exported(litellm: Gateway, tmp_path: Path) -> None:
    run = run_of(tmp_path / "pulled", litellm.url, Exports(RECORDED).day, tuple(TABLES))
    assert [sentence.split(" of ")[0] for sentence in pulled(run)] == [
        f"{source}: {len(Exports(RECORDED).rows(name)):,} rows" for source, (_, name) in TABLES.items()
    ]
    exported = run_of(tmp_path / "exported", "", run.day)
    folder = exported.lake.root / "landing" / "requests" / f"dt={run.day}"
    folder.mkdir(parents=True)
    shutil.copy(RECORDED / "spend_logs.pulled.csv.zst", folder)
    digests = [landing.run(each).manifests["requests"].digest for each in (run, exported)]
    assert digests[0] == digests[1]
    kept = pq.read_table(run.lake.root / "_staging" / f"dt={run.day}" / "requests", partitioning=None)
    assert kept.num_rows
    assert set(kept["source"].to_pylist()) == {"litellm_spend_logs"}
