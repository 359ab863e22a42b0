"""Days before a run that it reads: which of them landed and are missing from what it would find.

How far back is what the stages declare (`lookback_days`), counted once from the first day asked for and not again from
the days so found: whatever a stage computes from logs lies within. What a day takes over from the day before it, a
campaign's name or what was drawn so far, leads back to the first day of the lake; that is not followed, and begins with
the oldest day that was published.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flows.stages import STAGES, depending_days
from tasks.contracts import PUBLISHED
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.contracts.landing import LANDING_REQUESTS
from tasks.counted import counted
from tasks.day_state import day_state
from tasks.stage import Run, Stage

# How a manifest names what a partition was made from: TABLE/DAY, and in landing TABLE/DAY/FILE.
_INPUT = re.compile(r"^(landing/\w+|\w+)/(\d{4}-\d\d-\d\d).*$", re.DOTALL)


@dataclass
class Before:
    """Days before a range: those to run with it, and those that wait for a person instead, each with its state."""

    runs: list[Run] = field(default_factory=list)
    left: dict[date, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is added to a range, and what it goes without; empty where that is nothing."""
        said = ""
        if self.runs:
            said = f", and {counted(len(self.runs), 'landed day')} from {self.runs[0].day} that these look back to"
        if self.left:
            days = ", ".join(f"{day} ({state})" for day, state in self.left.items())
            said += f"; without what a person has to see to first: {days}"
        return said


@dataclass(frozen=True)
class Plan:
    """The days asked for, those before that they look back to, and those after that look back into them."""

    before: Before
    asked: list[Run]
    after: list[Run]

    @property
    def days(self) -> int:
        """How many there are."""
        return len(self.before.runs) + len(self.asked) + len(self.after)

    @property
    def sentence(self) -> str:
        """For the log, before it begins."""
        said = f"{self.asked[0].day} to {self.asked[-1].day}: {counted(len(self.asked), 'day')}"
        if self.after:
            days = counted(len(self.after), "published day")
            said += f", and {days} to {self.after[-1].day} that look back into them"
        return said + self.before.sentence


def planned(runs: list[Run], stages: Sequence[Stage] = STAGES) -> Plan:
    """What a backfill of `runs`, which are in order, by `stages` has to see to."""
    return Plan(days_before(runs[0], stages), runs, list(depending_days(runs[-1])))


def days_before(run: Run, stages: Sequence[Stage] = STAGES) -> Before:
    """The landed days before `run` that `stages` look back to, if any of them was never run or is stale.

    Oldest first, from the first such day on: the later ones look back to it themselves, so ask `up_to_date` of each
    when its turn comes. Days that a gate refused, or that wait for a person's word, are not run of themselves.
    """
    found = Before()
    for each in _landed_before(run, stages):
        state = day_state(each, stages)
        if state in ("refused", "waiting"):
            found.left[each.day] = state
        elif found.runs or state in ("landed", "begun") or (state == "stale" and not inputs_are_gone(each)):
            found.runs.append(each)
    return found


def never_published(run: Run, stages: Sequence[Stage]) -> list[date]:
    """The landed days before `run` that `stages` look back to and find nothing of, oldest first."""
    published = set(run.lake.published_days(CAMPAIGNS))
    return [each.day for each in _landed_before(run, stages) if each.day not in published]


def inputs_are_gone(run: Run) -> bool:
    """Whether housekeeping, or the operator, removed what the day was made from; then it stays as it is."""
    partitions = [run.lake.published(table, run.day) for table in PUBLISHED]
    named = {name for each in partitions if each for name in each.manifest.inputs}
    found = {_INPUT.sub(r"\1/dt=\2", name) for name in named}
    return not all(run.lake.holds(folder) for folder in found)


def _landed_before(run: Run, stages: Sequence[Stage]) -> Iterator[Run]:
    first = run.day - timedelta(days=max(stage.lookback_days for stage in stages))
    for day in run.lake.published_days(LANDING_REQUESTS):
        if first <= day < run.day and run.lake.files(f"{LANDING_REQUESTS.name}/dt={day}"):
            yield Run(run.lake, run.settings, day)
