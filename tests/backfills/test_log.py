"""The table `backfills`: one line for each, the newest that is known of it, and no contact details."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq

from tasks.backfills import Backfill, record
from tests.stage.lakes import DAYS, day_run

BEGAN = datetime(2026, 11, 23, 4, 16, tzinfo=UTC)
ASKED = Backfill(
    backfill_id="one",
    started_at=BEGAN,
    who="staff 17",
    why="ask jo@example.org",
    first_day=DAYS[0],
    last_day=DAYS[2],
    force=False,
    stages=("links", "campaigns"),
    days_planned=3,
)


def _lines(lake: Path) -> dict[str, dict[str, object]]:
    rows = pq.read_table(lake / "backfills" / f"dt={BEGAN:%Y-%m-%d}" / "part-0.parquet", partitioning=None).to_pylist()
    return {row["backfill_id"]: row for row in rows}


def test_a_line_is_written_when_it_begins_and_when_it_ends(tmp_path: Path) -> None:
    run = day_run(tmp_path, date(2026, 9, 1))
    record(run, ASKED)
    assert _lines(tmp_path)["one"]["outcome"] == "running"
    record(run, replace(ASKED, outcome="published", days_made=3, ended_at=BEGAN))
    (line,) = _lines(tmp_path).values()
    assert (line["outcome"], line["days_made"], line["who"]) == ("published", 3, "staff 17")
    assert (line["first_day"], line["last_day"], line["stages"]) == (DAYS[0], DAYS[2], ["links", "campaigns"])


def test_the_reason_holds_no_address(tmp_path: Path) -> None:
    record(day_run(tmp_path, DAYS[0]), ASKED)
    why = str(_lines(tmp_path)["one"]["why"])
    assert why.startswith("ask ")
    assert "example.org" not in why


def test_one_that_never_said_how_it_ended_was_stopped(tmp_path: Path) -> None:
    run = day_run(tmp_path, DAYS[0])
    record(run, ASKED)
    record(run, replace(ASKED, backfill_id="two"))
    assert {name: line["outcome"] for name, line in _lines(tmp_path).items()} == {"one": "stopped", "two": "running"}
