"""What the table of days says of each day."""

from datetime import date
from pathlib import Path

import pytest

from flows.stages import STAGES
from tasks.contracts.decisions import DECISIONS
from tasks.contracts.requests import REQUESTS
from tasks.day_state import day_state
from tests.flows.unpublished import unpublish
from tests.stage.lakes import DAYS, change_row, day_run


def _state(lake: Path, day: date) -> str:
    return day_state(day_run(lake, day), STAGES)


def test_published(finished: Path) -> None:
    assert [_state(finished, day) for day in DAYS] == ["published"] * 3


def test_another_landing_makes_its_day_stale_and_only_that(lake: Path) -> None:
    change_row(lake, DAYS[1], lambda row: row["status"] == "success", completion_tokens=11111)
    assert [_state(lake, day) for day in DAYS] == ["published", "stale", "published"]


def test_a_landed_file_that_was_only_touched_is_the_same(lake: Path) -> None:
    next((lake / "landing" / "requests" / f"dt={DAYS[1]}").iterdir()).touch()
    assert _state(lake, DAYS[1]) == "published"


def test_other_settings_make_days_stale(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTCULLIS_CAMPAIGNS__MIN_ACCOUNTS", "7")
    assert _state(lake, DAYS[2]) == "stale"


def test_one_that_would_newly_suspect_too_many_waits_for_a_person(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpublish(lake, DAYS[1])
    assert _state(lake, DAYS[1]) == "begun"
    monkeypatch.setenv("PORTCULLIS_APPROVAL__MAX_NEW_SHARE", "0")
    assert _state(lake, DAYS[1]) == "waiting"


def test_refused_begun_and_landed(lake: Path) -> None:
    run = day_run(lake, DAYS[2])
    staged = run.lake.scratch(DECISIONS, run.day)
    for path in (lake / "decisions" / f"dt={DAYS[2]}").iterdir():
        (staged / path.name).write_bytes(path.read_bytes())
    run.lake.stage(DECISIONS, run.day, staged)
    assert _state(lake, DAYS[2]) == "begun"
    refused = run.lake.scratch(REQUESTS, DAYS[1])
    (refused / "part-0.parquet").touch()
    run.lake.refuse(REQUESTS, DAYS[1], refused)
    assert _state(lake, DAYS[1]) == "refused"
    assert _state(lake, date(2026, 9, 10)) == "landed"
