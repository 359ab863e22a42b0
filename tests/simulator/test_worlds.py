"""What made-up worlds hold, looked at in small ones of two days."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.cli import run_command
from flows.simulate import _arguments, _check, simulate_world
from tasks.lake import Lake
from tasks.landing import landing
from tasks.settings import load
from tasks.simulator import FAMILIES, PRESETS, Plan, simulate
from tasks.simulator.campaigns import DISTILLATION, NEIGHBOURS
from tasks.simulator.honest import HONEST
from tasks.simulator.presets import Preset
from tasks.stage import Run
from tests.landing.conftest import judge_plainly

KEY = "a key for tests, 32 characters or more"
FIRST = date(2026, 9, 7)


@pytest.fixture(autouse=True, scope="module")
def tiny() -> Iterator[None]:
    """A preset that is made in a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PRESETS, "tiny", Preset(honest=800, campaign=(140, 180), one=False, days=2))
        yield


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world with all levels."""
    root = tmp_path_factory.mktemp("world")
    simulate(root, Plan(seed=11, preset="tiny"))
    return root


@pytest.fixture(scope="module")
def con(lake: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Its files as views: requests, accounts as known at the end, truth."""
    with duckdb.connect() as connection:
        connection.execute(f"create view requests as from '{lake}/landing/requests/*/*.parquet'")
        connection.execute(f"create view accounts as from '{lake}/landing/accounts/dt=2026-09-08/*.parquet'")
        connection.execute(f"create view truth as from '{lake}/truth.parquet'")
        yield connection


def value(con: duckdb.DuckDBPyConnection, query: str) -> float:
    return float(con.execute(query).fetchall()[0][0])


def content(root: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(root.rglob("*.parquet"))]


def test_the_same_seed_gives_the_same_bytes_and_another_one_another_world(lake: Path, tmp_path: Path) -> None:
    simulate(tmp_path / "again", Plan(seed=11, preset="tiny"))
    simulate(tmp_path / "other", Plan(seed=12, preset="tiny"))
    assert content(tmp_path / "again") == content(lake)
    assert content(tmp_path / "other") != content(lake)


def test_landing_takes_all_of_it(lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.stage.judge", judge_plainly)
    shutil.copytree(lake / "landing", tmp_path / "landing")
    outcome = landing(Run(Lake(tmp_path), load(None, {"lake": tmp_path, "fingerprint": {"key": KEY}}), FIRST))
    assert outcome.manifests["quarantine"].rows == 0
    assert outcome.manifests["requests"].rows > 3_000


def test_everybody_declared_is_there(con: duckdb.DuckDBPyConnection) -> None:
    found = {
        row[0] for row in con.execute("select distinct kind from truth join requests using (account_id)").fetchall()
    }
    assert found == {kind.kind for kind in (*HONEST, *DISTILLATION.values(), *NEIGHBOURS.values())}


def test_simple_rules_do_badly(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        create or replace temp table accused as
        with shown as (
            select account_id, 'card' as what, payment_fingerprint as value from accounts
            union all select account_id, 'device', device_id from accounts
            union all select account_id, 'document', id_document_hash from accounts
            union select account_id, 'address', signup_ip from accounts
            union select account_id, 'address', ip from requests
        ),
        shared as (
            select what, value from shown where value is not null
            group by all having count(distinct account_id) >= 3
        )
        select distinct account_id from shown join shared using (what, value)
        """
    )
    honest = "select count(*) from truth where label is null"
    accused = value(con, f"{honest} and account_id in (from accused)")
    assert 0.3 < accused / value(con, honest) < 0.55
    assert accused > 2 * value(
        con, "select count(*) from truth where label is not null and account_id in (from accused)"
    )


def handed_over(con: duckdb.DuckDBPyConnection, which: str) -> float:
    """Refused requests whose conversation another account is answered in within ten minutes, for each account."""
    moved = value(
        con,
        f"""
        with held as (select *, hash(messages) as said from requests join truth using (account_id) where {which})
        select count(distinct refused.request_id) from held as refused join held as answered using (said, kind)
        where refused.status = 429 and answered.status = 200 and refused.account_id <> answered.account_id
          and answered.ts between refused.ts and refused.ts + interval 10 minute
        """,
    )
    return moved / value(con, f"select count(*) from truth where {which}")


def test_hand_offs_after_a_refusal_part_the_levels_and_are_not_theirs_alone(con: duckdb.DuckDBPyConnection) -> None:
    assert handed_over(con, "level = 'reported'") > 0.2
    assert handed_over(con, "level = 'hidden'") < 0.1
    assert handed_over(con, "kind in ('gateway', 'gateway_public_mail', 'contract_reseller')") > 0.03


def sharing(con: duckdb.DuckDBPyConnection, column: str, level: str) -> float:
    """Accounts of a level for each value of a column of `accounts`."""
    return value(
        con,
        f"""
        select count({column}) / count(distinct {column})
        from accounts join truth using (account_id) where level = '{level}'
        """,
    )


def test_levels_keep_apart_what_they_say(con: duckdb.DuckDBPyConnection) -> None:
    assert sharing(con, "device_id", "careless") > 2
    assert sharing(con, "device_id", "reported") == sharing(con, "device_id", "hidden") == 1
    assert sharing(con, "payment_fingerprint", "careless") > sharing(con, "payment_fingerprint", "reported") >= 1
    assert sharing(con, "payment_fingerprint", "hidden") == 1


def test_a_stolen_account_goes_on_with_its_first_life(con: duckdb.DuckDBPyConnection) -> None:
    before, after = con.execute(
        """
        select count(distinct account_id) filter (ts < first_bad), count(distinct account_id) filter (ts >= first_bad)
        from requests join truth using (account_id) where label = 'stolen_keys'
        """
    ).fetchall()[0]
    assert before >= 1
    assert after >= before


def test_one_queue_is_dealt_out_evenly_and_hardly_ever_twice(con: duckdb.DuckDBPyConnection) -> None:
    spread = """
        with used as (
            select account_id, count(*) as n from requests join truth using (account_id) where {} group by all
        )
        select stddev(n) / avg(n) from used"""
    assert value(con, spread.format("level = 'hidden'")) < value(con, spread.format("kind = 'private'"))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_columns_can_be_left_empty(family: str, tmp_path: Path) -> None:
    simulate(tmp_path, Plan(seed=3, preset="tiny", without=frozenset({family})))
    for column in FAMILIES[family]:
        table = "requests" if column in ("ip", "user_agent", "tls_fingerprint", "messages") else "accounts"
        assert value(duckdb.connect(), f"select count({column}) from '{tmp_path}/landing/{table}/*/*.parquet'") == 0


def test_a_world_of_honest_people_only(tmp_path: Path) -> None:
    assert simulate(tmp_path, Plan(seed=3, preset="tiny", level="none"))["bad"] == 0


def test_prevalence_is_kept(tmp_path: Path) -> None:
    made = simulate(tmp_path, Plan(seed=3, preset="tiny", level="hidden", prevalence=0.01))
    assert made["bad"] / (made["bad"] + made["honest"]) == pytest.approx(0.01, abs=0.003)


def test_a_lake_that_holds_something_is_left_alone(
    lake: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["simulate", "--lake", str(lake), "--seed", "1"])
    with pytest.raises(SystemExit) as ended:
        run_command(simulate_world, _arguments, _check)
    assert ended.value.code == 2
    assert "give a new folder" in capsys.readouterr().err
