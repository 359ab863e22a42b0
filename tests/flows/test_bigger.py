"""From a laptop to a cluster: Dask workers, a bucket and a server on Postgres, with the flows as they are."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import TaskRunFilter, TaskRunFilterName
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.daily import daily
from tasks.lake.lock import writing
from tests import servers
from tests.flows.commands import ROOT, run, start
from tests.scale.conftest import machine, place, s3
from tests.stage.lakes import DAYS, digests, land

__all__ = ["machine", "place", "s3"]
distributed = pytest.importorskip("distributed", reason="no Dask here: pip install 'portcullis[dask]'")
RANGE = ("--start", DAYS[0], "--end", DAYS[1])
AHEAD = "What 2026-09-0{} needs no other day for"


def _url(place: Path) -> str:
    return "s3://" + "/".join(place.parts[1:])


def _ended(client: SyncPrefectClient, name: str) -> list[str]:
    """How the task runs of this name ended."""
    named = TaskRunFilter(name=TaskRunFilterName(any_=[name]))
    found: list[Any] = client.read_task_runs(task_run_filter=named)
    return [each.state_name for each in found]


@pytest.mark.long
def test_two_dask_workers_give_the_same_digests(
    server: str, client: SyncPrefectClient, finished: Path, tmp_path: Path
) -> None:
    lake = land(tmp_path / "lake")
    key = (finished / "_private" / "fingerprint.key").read_text()
    variables = {"PREFECT_API_URL": server, "PORTCULLIS_FINGERPRINT__KEY": key, "PORTCULLIS_DASK__WORKERS": "2"}
    ended = run(tmp_path / "home", "flows.backfill", "--lake", lake, *RANGE, **variables)
    assert ended.status == 0, ended
    assert digests(lake, DAYS[:2]) == digests(finished, DAYS[:2])
    assert [_ended(client, AHEAD.format(day)) for day in (7, 8)] == [["Completed"], ["Completed"]], ended
    assert "landing: up to date" in ended.err + ended.out


def test_a_cluster_of_other_machines_on_a_bucket_gives_the_same_digests(
    server: str,
    client: SyncPrefectClient,
    place: Path,
    machine: Callable[[str], Path],
    s3: dict[str, str],
    finished: Path,
    tmp_path: Path,
) -> None:
    key = (finished / "_private" / "fingerprint.key").read_text()
    variables = {"PREFECT_API_URL": server, "PORTCULLIS_FINGERPRINT__KEY": key}
    before = len(_ended(client, AHEAD.format(7)))
    copies = machine("workers")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        variables |= s3 | {"PORTCULLIS_DASK__SCHEDULER": cluster.scheduler_address}
        ended = run(tmp_path / "home", "flows.backfill", "--lake", _url(place), *RANGE, **variables)
        with distributed.Client(cluster) as dask:
            worked = dask.run(lambda: "tasks.landing" in sys.modules)
    assert ended.status == 0, ended
    assert list(worked.values()) == [True, True]
    assert len(_ended(client, AHEAD.format(7))) == before + 1
    # The workers read what landed, and kept nothing of what they staged for another machine to publish.
    assert list(copies.rglob("payloads.jsonl.gz"))
    for _ in range(60):
        # A worker clears up a little later than its last task has ended.
        if not list(copies.rglob("part-0.parquet")):
            break
        time.sleep(0.5)
    assert not list(copies.rglob("part-0.parquet"))
    machine("reader")
    assert digests(place, DAYS[:2]) == digests(finished, DAYS[:2])


def test_a_bucket_has_one_writer_through_one_server(
    server: str, place: Path, machine: Callable[[str], Path], s3: dict[str, str], tmp_path: Path
) -> None:
    variables = {"PREFECT_API_URL": server, **s3}
    with writing(place):
        # Its copies lie elsewhere, as on another machine: no file lock tells it.
        with start(tmp_path / "other", "tests.lake.holder", _url(place), **variables) as second:
            said, _ = second.communicate(timeout=120)
        assert second.returncode == 2
        assert said.startswith(f"busy 2 another run writes to the lake {_url(place)}; wait")
    with start(tmp_path / "other", "tests.lake.holder", _url(place), **variables) as third:
        said, _ = third.communicate(timeout=120)
    assert said == "holding\n"


def test_a_server_on_postgres(finished: Path, tmp_path: Path) -> None:
    with servers.postgres() as database, servers.prefect(tmp_path / "server", database) as address:
        with temporary_settings({PREFECT_API_URL: address}), get_client(sync_client=True) as client:
            client.request("POST", "/work_pools/", json={"name": "laptop", "type": "process"})
            # The server looks at what a pool's jobs are made from: variables against their schema, and their use.
            template = json.loads((ROOT / "deployments" / "kubernetes-job-template.json").read_text())
            pool = {"name": "cluster", "type": "kubernetes", "base_job_template": template}
            assert client.request("POST", "/work_pools/", json=pool).status_code == 201
            registered: Any = daily.to_deployment("daily", work_pool_name="laptop", cron="0 3 * * *")
            registered.apply()
            [deployment] = client.read_deployments()
            assert deployment.name == "daily" and deployment.schedules
        lake = land(tmp_path / "lake")
        key = (finished / "_private" / "fingerprint.key").read_text()
        variables = {"PREFECT_API_URL": address, "PORTCULLIS_FINGERPRINT__KEY": key}
        ended = run(tmp_path / "home", "flows.daily", "--lake", lake, "--date", DAYS[0], **variables)
        assert ended.status == 0, ended
        runs = httpx.post(f"{address}/flow_runs/filter", json={}).json()
        assert [each["state_type"] for each in runs if each["name"].endswith(str(DAYS[0]))] == ["COMPLETED"]
    assert digests(lake, DAYS[:1]) == digests(finished, DAYS[:1])
    assert not list(tmp_path.rglob("prefect.db*"))
