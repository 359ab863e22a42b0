"""What may go from a lake: partitions older than their table, or its class of privacy, is to be kept.

A table's class is that of its most telling column. A table's day is one file already, so no small files grow there;
what does grow are the gates' results, eleven files a day and as many pages, which every run reads to build its index.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath

from tasks.contracts import LANDING, PUBLISHED
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.contracts.declaration import Privacy, Table
from tasks.counted import counted
from tasks.gates.docs import RESULTS, SITE
from tasks.lake import Lake
from tasks.settings import Retention
from tasks.stage import Run

_MOST_TELLING_FIRST: tuple[Privacy, ...] = ("text", "personal", "pseudonym", "open")
# Whatever is renamed to this is removed by the next run if this one is stopped.
_GOING = "spill-going"


@dataclass(frozen=True)
class Due:
    """Folders of one kind that may go, named from the lake on, and what they take up; `rule` says why."""

    what: str
    rule: str
    folders: tuple[PurePosixPath, ...]
    bytes: int

    @property
    def days(self) -> str:
        """The first and the last of their days."""
        days = sorted({folder.name.removeprefix("dt=") for folder in self.folders})
        return days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"


def privacy(table: Table) -> Privacy:
    """The class of a table's most telling column."""
    classes = {column.privacy for column in table.columns}
    return next(each for each in _MOST_TELLING_FIRST if each in classes)


def due(run: Run, reaches: Mapping[Table, int]) -> Iterator[Due]:
    """What may go at the end of the run's day.

    Args:
        run: The lake, the settings and the day that ages are counted from.
        reaches: How many days back each table is read by the stages of a day. What a run of the newest day, or of a
            day that late requests can still change, would read is kept however old it is.
    """
    kept, published = run.settings.retention, run.lake.published_days(CAMPAIGNS)
    if not published:
        return
    changing = published[-1] - timedelta(days=run.settings.landing.late_days)
    for table in (*PUBLISHED, *LANDING):
        days = _days_kept(table, kept)
        if days is None:
            continue
        needed_from = changing - timedelta(days=reaches.get(table, 0))
        before = min(run.day - timedelta(days=days), needed_from)
        yield from _older(
            table.name, f"kept {counted(days, 'day')} ({_rule(table, kept)})", run.lake, table.name, before
        )
    if kept.gates_days:
        before = run.day - timedelta(days=kept.gates_days)
        rule = f"kept {counted(kept.gates_days, 'day')} (gates_days)"
        yield from _older("refused output", rule, run.lake, "_refused", before)
        yield from _older("work never published", rule, run.lake, "_staging", before)
        # They lie on the machine that ran, wherever the lake is.
        here = Lake(run.lake.root)
        results = (here.root / "_gates" / RESULTS).glob("*/*")
        old = (each.relative_to(here.root).as_posix() for each in results if _is_before(each, before))
        yield from _some("results of gates", rule, here, old)


def remove(lake: Lake, going: Iterable[Due]) -> None:
    """Remove folders, each at once for whoever reads; pages of gates that go are built anew by whoever calls."""
    for each in going:
        for folder in each.folders:
            _remove(lake, lake.root / folder)
        if each.what == "results of gates":
            shutil.rmtree(lake.root / "_gates" / SITE, ignore_errors=True)


def _days_kept(table: Table, kept: Retention) -> int | None:
    if table.landing:
        return kept.landing_days
    by_class = {"personal": kept.personal_days, "pseudonym": kept.pseudonym_days, "open": kept.open_days}
    return kept.tables.get(table.name, by_class[privacy(table)])


def _rule(table: Table, kept: Retention) -> str:
    if table.landing:
        return "landing_days"
    return f"tables.{table.name}" if table.name in kept.tables else f"{privacy(table)}_days"


def _older(what: str, rule: str, lake: Lake, folder: str, before: date) -> Iterator[Due]:
    old = (f"{folder}/dt={day}" for day in lake.days(folder) if day < before)
    yield from _some(what, rule, lake, old)


def _some(what: str, rule: str, lake: Lake, folders: Iterable[str]) -> Iterator[Due]:
    if found := sorted(folders):
        yield Due(what, rule, tuple(map(PurePosixPath, found)), sum(map(lake.size, found)))


def _remove(lake: Lake, folder: Path) -> None:
    if lake.bucket:
        lake.bucket.remove(folder)
    if folder.exists():
        aside = lake.root / "_staging" / _GOING
        aside.parent.mkdir(exist_ok=True)
        folder.rename(aside)
        shutil.rmtree(aside)


def _is_before(folder: Path, before: date) -> bool:
    try:
        return date.fromisoformat(folder.name) < before
    except ValueError:
        return False
