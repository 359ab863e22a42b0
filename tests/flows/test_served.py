"""With a server: a refused day in a backfill, what is left of it in the UI, and the rerun that puts it right."""

import json
import re
import time
from pathlib import Path
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.sorting import TaskRunSort

from flows.stages import STAGES
from tasks.lake.lock import writing
from tests.flows.commands import own_server_started, run
from tests.flows.conftest import Backfilled
from tests.stage.lakes import DAYS, digests


def test_a_refused_day_fails_the_backfill_and_says_why(served: Backfilled) -> None:
    first, _ = served.ended
    assert first.status == 1, first
    assert "gate landing refused 2026-09-08: table " in first.err
    assert not own_server_started(served.home)


def test_the_other_days_were_published(served: Backfilled) -> None:
    published = sorted(path.name for path in (served.lake.parent / "campaigns-after-first").iterdir())
    assert published == [f"dt={DAYS[0]}", f"dt={DAYS[2]}"]


def test_the_rerun_makes_the_day_and_the_later_one_that_reads_it(served: Backfilled, finished: Path) -> None:
    _, second = served.ended
    assert second.status == 0, second
    assert "Suspected campaigns as known at the end of 2026-09-09" in second.out
    log = second.out + second.err
    assert re.search(r"2026-09-07 is up to date \(\d+ stages\): 1 of 3 days is done", log)
    assert re.search(r"2026-09-08 landing: requests 1,480", log)
    assert re.search(r"2026-09-09 landing: up to date", log)
    assert re.search(r"2026-09-09 campaigns: campaigns 2", log)
    assert digests(served.lake) == digests(finished)


def test_artifacts_have_the_keys_promised(artifacts: list[Any], served: Backfilled) -> None:
    keys = {artifact.key for artifact in artifacts}
    for day in DAYS:
        assert {f"day-{day}", f"campaigns-{day}"} <= keys
        assert {f"gate-{day}-{stage.name.replace('_', '-')}" for stage in STAGES} <= keys
    assert len([key for key in keys if re.fullmatch(r"campaign-c-[0-9a-f]{10}", key)]) == 2


def test_the_refused_gate_is_told_first(artifacts: list[Any]) -> None:
    rows = next(
        json.loads(each.data)
        for each in artifacts
        if each.key == f"gate-{DAYS[1]}-landing" and "FAIL" in str(each.data)
    )
    assert rows[0]["verdict"] == "FAIL"
    assert set(rows[0]) == {"verdict", "table", "column", "rule", "seen", "limit"}


def test_a_row_of_the_table_names_its_campaign_as_the_lake_does(artifacts: list[Any], finished: Path) -> None:
    rows = json.loads(next(each for each in artifacts if each.key == f"campaigns-{DAYS[2]}").data)
    keys = {each.key.removeprefix("campaign-") for each in artifacts if each.key.startswith("campaign-c-")}
    assert {row["campaign_id"] for row in rows} == keys


def test_a_cell_of_the_table_can_be_read(artifacts: list[Any]) -> None:
    rows = json.loads(next(each for each in artifacts if each.key == f"campaigns-{DAYS[2]}").data)
    assert "&#" not in json.dumps(rows)


def test_task_runs_read_as_sentences(client: SyncPrefectClient, served: Backfilled) -> None:
    expected = {f"{stage.sentence}, {DAYS[1]}" for stage in STAGES}
    expected |= {f"Publish {DAYS[1]}", f"Write the cards, {DAYS[1]}", "Build the pages of the gates"}
    # The server takes task runs in from events, a little later than they happen.
    for _ in range(40):
        found = client.read_task_runs(limit=200, sort=TaskRunSort.EXPECTED_START_TIME_DESC)
        names = {each.name for each in found if each.created and each.created >= served.started}
        if expected <= names:
            break
        time.sleep(0.5)
    assert expected - names == set()
    # `daily-1` is Prefect's own stand-in for a day's flow run in the backfill that started it.
    sentence = re.compile(r"[A-Z][A-Za-z', ]+( 2026-09-0[789])?( was refused)?|daily-\d+")
    assert [name for name in names if not sentence.fullmatch(name)] == []


def test_flow_runs_read_as_sentences(client: SyncPrefectClient, served: Backfilled) -> None:
    names = {run.name for run in client.read_flow_runs(limit=200)}
    assert f"Backfill from {DAYS[0]} to {DAYS[2]}" in names
    assert f"Look for suspected campaigns, {DAYS[1]}" in names


def test_a_lake_that_is_written_to_refuses_another_run(served: Backfilled, server: str) -> None:
    with writing(served.lake):
        ended = run(served.home, "flows.daily", "--lake", served.lake, "--date", DAYS[0], PREFECT_API_URL=server)
    assert ended.status == 2, ended
    assert "writes to the lake" in ended.err
    assert "wait until it ends, then start this one again" in ended.err
