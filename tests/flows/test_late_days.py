"""Requests that land with a later day get to their own, and every day that read it is made again."""

from pathlib import Path

import pytest

from flows.backfill import backfill
from flows.daily import daily
from tasks.contracts import PUBLISHED
from tests.stage.lakes import DAYS, digests, land, payloads, read_lines, write_lines

LATE_ROWS = 40
TWO = DAYS[:2]
# Where a row landed is theirs to say; all else must be as if it had landed in time.
OF_DELIVERY = {"late"}


@pytest.fixture
def lake(tmp_path: Path, finished_key: None) -> Path:
    """The sample, the last requests of its first day delivered with the second."""
    root = land(tmp_path / "lake")
    first, second = (payloads(root, day) for day in DAYS[:2])
    rows = sorted(read_lines(first), key=lambda row: float(row["startTime"]))
    write_lines(first, rows[:-LATE_ROWS])
    write_lines(second, [*rows[-LATE_ROWS:], *read_lines(second)])
    return root


def _tables(found: dict[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in found.items() if name.split("/")[0] not in OF_DELIVERY}


def test_a_backfill_ends_where_it_would_had_they_landed_in_time(server: str, lake: Path, finished: Path) -> None:
    assert backfill(*TWO, lake=lake, return_state=True).is_completed()
    assert _tables(digests(lake, TWO)) == _tables(digests(finished, TWO))


def test_days_run_one_by_one_do_too(server: str, lake: Path, finished: Path) -> None:
    said = [daily(lake, day, return_state=True) for day in TWO]
    assert all(state.is_completed() for state in said)
    assert "late requests changed 2026-09-07, 2026-09-08" in str(said[1].message)
    assert _tables(digests(lake, TWO)) == _tables(digests(finished, TWO))


def test_requests_of_a_day_that_was_never_run_wait(server: str, lake: Path) -> None:
    state = daily(lake, DAYS[1], return_state=True)
    assert "requests of 2026-09-07 wait until that day is run" in str(state.message)
    assert len(PUBLISHED) == len(digests(lake, [DAYS[1]]))
