"""Requests that land with another day than their own get to their own day, once, and make it stale."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks.contracts import PUBLISHED
from tasks.contracts.requests import LATE, REQUESTS
from tasks.lake import Lake
from tasks.landing import landing
from tasks.settings import load
from tasks.stage import Run
from tests.landing.build import DAY, KEY, LENIENT, Row, lines, put, request, said

NEXT = DAY + timedelta(days=1)
LATE_ROW = request("late", ts=f"{DAY}T23:59:59Z", messages=said("good morning " * 9))


def _run(root: Path, day: date, **limits: object) -> Run:
    flags = {"lake": root, "landing": LENIENT | limits, "fingerprint": {"key": KEY}}
    return Run(Lake(root), load(None, flags), day)


def _publish(root: Path, day: date, **limits: object) -> dict[str, float]:
    """Land and publish a day; gives what was counted."""
    run = _run(root, day, **limits)
    outcome = landing.run(run)
    run.lake.publish(PUBLISHED, day)
    return outcome.manifests["requests"].facts


def _rows(root: Path, day: date) -> dict[str, Row]:
    published = Lake(root).published(REQUESTS, day)
    assert published
    return {row["request_id"]: row for row in pq.read_table(published.path, partitioning=None).to_pylist()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two days, the second with a request of the first; published in their order."""
    put(tmp_path, "a.jsonl", lines([request("own")]))
    put(tmp_path, "a.jsonl", lines([request("next", ts=f"{NEXT}T10:00:00Z"), LATE_ROW]), day=NEXT)
    _publish(tmp_path, DAY)
    _publish(tmp_path, NEXT)
    return tmp_path


def test_it_waits_where_it_landed(root: Path) -> None:
    assert _rows(root, DAY).keys() == {"own"}
    assert _rows(root, NEXT).keys() == {"next"}
    late = Lake(root).published(LATE, NEXT)
    assert late
    assert (late.manifest.rows, late.manifest.notes["late"]) == (1, {str(DAY): 1})


def test_its_own_day_is_stale_and_takes_it(root: Path) -> None:
    assert landing.up_to_date(_run(root, DAY)) is None
    facts = _publish(root, DAY)
    assert _rows(root, DAY).keys() == {"own", "late"}
    assert (facts["rows_late_in"], facts["rows_landed"], facts["unreconciled_rows"]) == (1, 1, 0)
    assert landing.up_to_date(_run(root, DAY))


def test_the_day_that_it_landed_with_is_not_stale(root: Path) -> None:
    _publish(root, DAY)
    assert landing.up_to_date(_run(root, NEXT))


def test_it_is_what_it_would_be_had_it_landed_in_time(root: Path, tmp_path: Path) -> None:
    _publish(root, DAY)
    in_time = tmp_path / "in-time"
    put(in_time, "a.jsonl", lines([request("own"), LATE_ROW]))
    _publish(in_time, DAY)
    assert _rows(root, DAY) == _rows(in_time, DAY)


def test_delivered_again_in_its_own_day_it_is_taken_once(root: Path) -> None:
    put(root, "b.jsonl", lines([LATE_ROW]))
    facts = _publish(root, DAY)
    assert _rows(root, DAY).keys() == {"own", "late"}
    assert (facts["duplicates"], facts["unreconciled_rows"]) == (1, 0)


def test_late_in_two_deliveries_it_is_taken_once(root: Path) -> None:
    after = NEXT + timedelta(days=1)
    put(root, "a.jsonl", lines([request("after", ts=f"{after}T10:00:00Z"), LATE_ROW]), day=after)
    _publish(root, after)
    facts = _publish(root, DAY)
    assert _rows(root, DAY).keys() == {"own", "late"}
    assert (facts["rows_late_in"], facts["duplicates"], facts["unreconciled_rows"]) == (2, 1, 0)


def test_taken_out_of_the_later_delivery_it_is_gone(root: Path) -> None:
    _publish(root, DAY)
    put(root, "a.jsonl", lines([request("next", ts=f"{NEXT}T10:00:00Z")]), day=NEXT)
    _publish(root, NEXT)
    _publish(root, DAY)
    assert _rows(root, DAY).keys() == {"own"}


def test_a_day_may_have_nothing_but_late_requests(tmp_path: Path) -> None:
    put(tmp_path, "a.jsonl", lines([request("next", ts=f"{NEXT}T10:00:00Z"), LATE_ROW]), day=NEXT)
    _publish(tmp_path, NEXT)
    _publish(tmp_path, DAY)
    assert _rows(tmp_path, DAY).keys() == {"late"}


@pytest.mark.parametrize(("days", "taken"), [(7, True), (8, False), (-1, True), (-2, False)])
def test_how_late(tmp_path: Path, days: int, taken: bool) -> None:
    put(tmp_path, "a.jsonl", lines([request("own"), request("far", ts=f"{DAY - timedelta(days=days)}T10:00:00Z")]))
    facts = _publish(tmp_path, DAY)
    assert (facts["rows_late_out"], facts["rows_quarantined"]) == ((1, 0) if taken else (0, 1))
    assert facts["unreconciled_rows"] == 0


def test_the_settings_say_how_late(tmp_path: Path) -> None:
    put(tmp_path, "a.jsonl", lines([request("own"), request("far", ts=f"{DAY - timedelta(days=1)}T10:00:00Z")]))
    assert _publish(tmp_path, DAY, late_days=0)["rows_quarantined"] == 1
