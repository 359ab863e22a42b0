"""A refused day leaves what was published, and nothing of the refused version is to be seen."""

from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks.errors import GateRefusedError
from tasks.lake import Lake
from tests.gates.tiny import DAY, GOOD, TINY, attempt
from tests.stage.lakes import DAYS, contents, payloads, run_day

BEFORE = DAY - timedelta(days=1)
BAD = (*GOOD, "('refused', 99, 'red', 'AA', 'n', 1)")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A lake with two days published, then the second delivered anew, and refused."""
    for day in (BEFORE, DAY):
        attempt(tmp_path, day=day)
        Lake(tmp_path).publish([TINY], day)
    return tmp_path


def test_earlier_version_and_day_before_are_unchanged(root: Path) -> None:
    before = contents(root / "tiny")
    with pytest.raises(GateRefusedError):
        attempt(root, BAD)
    assert contents(root / "tiny") == before
    assert Lake(root).publish([TINY], DAY) == []
    assert contents(root / "tiny") == before


def test_nothing_refused_is_visible(root: Path) -> None:
    with pytest.raises(GateRefusedError):
        attempt(root, BAD)
    seen = pq.read_table(root / "tiny", partitioning="hive").to_pylist()
    assert "refused" not in {row["name"] for row in seen}
    assert Lake(root).current(TINY, DAY) == Lake(root).published(TINY, DAY)


def test_what_was_refused_is_kept_aside_until_the_day_is_right(root: Path) -> None:
    with pytest.raises(GateRefusedError):
        attempt(root, BAD)
    kept = pq.read_table(root / "_refused" / f"dt={DAY}" / "tiny" / "part-0.parquet", partitioning=None)
    assert "refused" in kept["name"].to_pylist()
    attempt(root, (*GOOD, "('c', 3, 'red', 'AA', 'n', 1)"))
    assert Lake(root).publish([TINY], DAY) == [TINY]
    assert not (root / "_refused" / f"dt={DAY}").exists()


def test_a_first_day_that_is_refused_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(GateRefusedError, match="Nothing of that day was published"):
        attempt(tmp_path, BAD)
    assert Lake(tmp_path).publish([TINY], DAY) == []
    assert not (tmp_path / "tiny").exists()


def test_warnings_publish(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, (*GOOD, "('c', 3, 'red', 'AA', null, -1)"), late_rows=9)
    assert {each.word for each in outcome.verdicts} == {"pass", "warn"}
    assert Lake(tmp_path).publish([TINY], DAY) == [TINY]


def test_rows_far_from_the_usual_warn(tmp_path: Path) -> None:
    for back in (4, 3, 2, 1):
        attempt(tmp_path, day=DAY - timedelta(days=back))
        Lake(tmp_path).publish([TINY], DAY - timedelta(days=back))
    many = [f"('{number}', 3, 'red', 'AA', 'n', 1)" for number in range(5)]
    warned = [each for each in attempt(tmp_path, many).verdicts if each.word == "warn"]
    assert [each.sentence.split(" (")[0] for each in warned] == [
        "table tiny, column *: rows against the median of the last seven days: saw 2.5, limit 0.5 to 2"
    ]


def test_a_refused_day_of_the_sample_leaves_the_whole_lake(lake: Path) -> None:
    tables = [path for path in lake.iterdir() if path.name[0] != "_" and path.name != "landing"]
    before = {path.name: contents(path) for path in tables}
    payloads(lake, DAYS[1]).write_bytes(payloads(lake, DAYS[0]).read_bytes())
    with pytest.raises(GateRefusedError, match="gate landing refused 2026-09-08") as refused:
        run_day(lake, DAYS[1])
    assert "table requests, column *: rows: saw 0, limit at least 1" in str(refused.value)
    assert {path.name: contents(path) for path in tables} == before
