"""No day is made without those before it in silence: a backfill adds them, a day that is run alone says so."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from prefect.artifacts import Artifact

from flows.backfill import backfill
from flows.before import days_before, never_published
from flows.daily import daily
from flows.stages import LONGEST_LOOKBACK, STAGES, following
from tasks.contracts.requests import REQUESTS
from tests.flows.unpublished import unpublish
from tests.stage.lakes import DAYS, change_row, contents, day_run, digests


def _unmake(lake: Path, *days: date) -> None:
    """Leave of these days only what landed."""
    for day in days:
        for folder in lake.glob(f"*/dt={day}"):
            shutil.rmtree(folder)


def _before(lake: Path, day: date = DAYS[2], **flags: Any) -> list[date]:
    return [run.day for run in days_before(day_run(lake, day, **flags)).runs]


def test_where_all_is_up_to_date_nothing_is_added(finished: Path) -> None:
    assert [_before(finished, day) for day in DAYS] == [[], [], []]


def test_from_the_first_day_that_was_never_run_on(lake: Path) -> None:
    _unmake(lake, DAYS[1])
    assert _before(lake) == [DAYS[1]]
    assert _before(lake, DAYS[1]) == []
    _unmake(lake, DAYS[0])
    # What is up to date between them looks back to it.
    assert _before(lake) == list(DAYS[:2])
    assert never_published(day_run(lake, DAYS[2]), STAGES) == list(DAYS[:2])


def test_a_stale_day_is_added_unless_what_it_was_made_from_is_gone(lake: Path) -> None:
    change_row(lake, DAYS[0], lambda row: row["status"] == "success", completion_tokens=11111)
    assert _before(lake) == list(DAYS[:2])
    shutil.rmtree(lake / "landing" / "accounts" / f"dt={DAYS[0]}")
    assert _before(lake) == []
    assert never_published(day_run(lake, DAYS[2]), STAGES) == []


def test_no_further_back_than_the_stages_look(lake: Path) -> None:
    _unmake(lake, DAYS[0])
    assert _before(lake, DAYS[0] + timedelta(days=LONGEST_LOOKBACK)) == list(DAYS)
    assert _before(lake, DAYS[0] + timedelta(days=LONGEST_LOOKBACK + 1)) == []
    run = day_run(lake, DAYS[2])
    assert following(["decisions"])[0].lookback_days == 0
    assert days_before(run, following(["decisions"])).runs == []
    assert never_published(run, following(["decisions"])) == []


def test_a_day_of_which_nothing_landed_is_not_added(lake: Path) -> None:
    _unmake(lake, DAYS[0])
    for path in (lake / "landing" / "requests" / f"dt={DAYS[0]}").iterdir():
        path.unlink()
    assert _before(lake) == []


def test_what_a_person_has_to_see_to_is_said_and_not_run(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = day_run(lake, DAYS[0])
    refused = run.lake.scratch(REQUESTS, run.day)
    (refused / "part-0.parquet").touch()
    run.lake.refuse(REQUESTS, run.day, refused)
    unpublish(lake, DAYS[1])
    monkeypatch.setenv("PORTCULLIS_APPROVAL__MAX_NEW_SHARE", "0")
    found = days_before(day_run(lake, DAYS[2]))
    assert found.runs == []
    assert found.sentence == f"; without what a person has to see to first: {DAYS[0]} (refused), {DAYS[1]} (waiting)"


def _ended(state: Any) -> str:
    assert state.is_completed(), state.message
    return str(state.message)


def _last_line(lake: Path) -> dict[str, Any]:
    rows = pq.read_table(lake / "backfills", partitioning=None).sort_by("started_at").to_pylist()
    return dict(rows[-1])


def test_a_backfill_runs_them_first_and_says_so(
    server: str, lake: Path, finished: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _unmake(lake, DAYS[1], DAYS[2])
    _ended(backfill(DAYS[2], DAYS[2], lake=lake, return_state=True))
    assert digests(lake) == digests(finished)
    assert f"{DAYS[2]} to {DAYS[2]}: 1 day, and 1 landed day from {DAYS[1]} that these look back to. " in caplog.text
    assert f"{DAYS[1]} is done: 1 of 2 days is done" in caplog.text
    assert (_last_line(lake)["days_planned"], _last_line(lake)["days_made"]) == (2, 2)


def test_force_and_stages_are_of_the_range(
    server: str, lake: Path, finished: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = contents(lake / "campaigns" / f"dt={DAYS[0]}")
    _unmake(lake, DAYS[1])
    # Never run, it is run whole; the day asked for by the chosen stages only, and again.
    _ended(backfill(DAYS[2], DAYS[2], force=True, stages=["campaigns"], lake=lake, return_state=True))
    assert contents(lake / "campaigns" / f"dt={DAYS[0]}") == before
    assert digests(lake) == digests(finished)
    assert f"{DAYS[1]} landing: requests" in caplog.text
    assert f"{DAYS[2]} landing: " not in caplog.text
    assert f"{DAYS[2]} campaigns: campaigns 2" in caplog.text


def test_a_skipped_day_takes_one_line(server: str, lake: Path, caplog: pytest.LogCaptureFixture) -> None:
    _unmake(lake, DAYS[2])
    caplog.clear()
    _ended(backfill(DAYS[1], DAYS[2], lake=lake, return_state=True))
    (line,) = [record.getMessage() for record in caplog.records if record.getMessage().startswith(str(DAYS[1]) + " is")]
    assert line == f"{DAYS[1]} is up to date ({len(STAGES)} stages): 1 of 2 days is done"


def test_a_day_that_is_run_alone_says_what_it_was_made_without(server: str, lake: Path) -> None:
    _unmake(lake, *DAYS)
    command = f"python -m flows.backfill --lake {lake} --start {DAYS[0]} --end {DAYS[1]}"
    said = _ended(daily(lake, DAYS[1], return_state=True))
    found = f"made without 1 landed day that it looks back to, never published, from {DAYS[0]}: {command}"
    assert said.endswith(found)
    page: Any = Artifact.get(f"day-{DAYS[1]}")
    assert f"**Made without 1 landed day** from {DAYS[0]} on" in str(page.data)
    assert command in str(page.data)
    assert "ade without" not in _ended(daily(lake, DAYS[0], return_state=True))
