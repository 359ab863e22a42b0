"""Lakes made of the sample, and the stages run on them without Prefect."""

import gzip
import json
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from flows.stages import STAGES
from tasks.contracts import PUBLISHED
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Outcome, Run

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
DAYS = tuple(date(2026, 9, day) for day in (7, 8, 9))


def land(root: Path) -> Path:
    """Put the sample's landing into a new lake at `root`."""
    shutil.copytree(SAMPLE / "landing", root / "landing")
    return root


def copied(source: Path, target: Path) -> Path:
    """A copy of a lake, times of change kept; the gates' pages stay behind, nothing depends on them."""
    return Path(shutil.copytree(source, target, ignore=shutil.ignore_patterns("_gates")))


def day_run(root: Path, day: date, **flags: Any) -> Run:
    """A run of `day` on the lake at `root`, with `flags` over the settings."""
    return Run(Lake(root), load(None, {"lake": root, **flags}), day)


def run_day(root: Path, day: date, **flags: Any) -> list[Outcome]:
    """Run every stage of a day and publish it."""
    run = day_run(root, day, **flags)
    outcomes = [stage.run(run) for stage in STAGES]
    run.lake.publish(PUBLISHED, day)
    return outcomes


def run_days(root: Path, days: Iterable[date] = DAYS, **flags: Any) -> dict[int, set[str]]:
    """Run days in order; for the number of each, the stages that computed."""
    return {day.day: {outcome.stage for outcome in run_day(root, day, **flags) if outcome.computed} for day in days}


def digests(root: Path, days: Iterable[date] = DAYS) -> dict[str, str]:
    """TABLE/DAY -> digest of every published partition."""
    lake, found = Lake(root), {}
    for day in days:
        for table in PUBLISHED:
            partition = lake.published(table, day)
            found[f"{table.name}/{day}"] = partition.manifest.digest if partition else "missing"
    return found


def payloads(root: Path, day: date) -> Path:
    """The request log that landed on `day`."""
    return root / "landing" / "requests" / f"dt={day}" / "payloads.jsonl.gz"


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Every payload of a landed log."""
    with gzip.open(path, "rt") as lines:
        return [json.loads(line) for line in lines]


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write payloads as a landed log."""
    with gzip.open(path, "wt", compresslevel=1) as handle:
        handle.writelines(json.dumps(row) + "\n" for row in rows)


def change_row(root: Path, day: date, chosen: Callable[[dict[str, Any]], bool], **values: Any) -> None:
    """Give the first landed request that is `chosen` other values."""
    rows = read_lines(payloads(root, day))
    next(row for row in rows if chosen(row)).update(values)
    write_lines(payloads(root, day), rows)


def contents(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a lake with its time of change and its bytes."""
    return {
        path.relative_to(root).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in root.rglob("*")
        if path.is_file()
    }
