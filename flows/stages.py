"""The stages of a day in their order, and which days have nothing left to do."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from tasks.account_days import account_days
from tasks.campaigns import campaigns
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.contracts.requests import LATE
from tasks.corpora import account_words, corpora
from tasks.counted import counted
from tasks.decisions import decisions
from tasks.errors import CallError
from tasks.landing import landing
from tasks.ledger import account_draws, ledger
from tasks.links import account_values, handoffs, links
from tasks.lives import contexts, lives
from tasks.stage import Outcome, Run, Stage

STAGES: tuple[Stage, ...] = (
    landing,
    account_days,
    contexts,
    lives,
    account_values,
    account_words,
    handoffs,
    corpora,
    links,
    campaigns,
    account_draws,
    ledger,
    decisions,
)

# The same names for forms and for the command line.
StageName = Literal[
    "landing",
    "account_days",
    "contexts",
    "lives",
    "account_values",
    "account_words",
    "handoffs",
    "corpora",
    "links",
    "campaigns",
    "account_draws",
    "ledger",
    "decisions",
]

LONGEST_LOOKBACK = max(stage.lookback_days for stage in STAGES)


def following(names: Sequence[StageName] | None) -> tuple[Stage, ...]:
    """The stages named and all that read what these write, directly or through others; every stage without names."""
    if not names:
        return STAGES
    found: list[Stage] = []
    for stage in STAGES:
        written = {table for each in found for table in each.writes}
        if stage.name in names or written & {read.table for read in stage.reads}:
            found.append(stage)
    return tuple(found)


def up_to_date(run: Run, stages: Sequence[Stage] = STAGES) -> list[Outcome] | None:
    """The outcomes of a day on which none of `stages` has anything to do, or None if any has."""
    if run.lake.staged_anything(run.day):
        return None
    outcomes: list[Outcome] = []
    for stage in stages:
        outcome = stage.up_to_date(run)
        if outcome is None:
            return None
        outcomes.append(outcome)
    return outcomes


def untouched(outcomes: Sequence[Outcome]) -> str:
    """Of a day, in words, on which nothing had to be done."""
    return f"up to date ({counted(len(outcomes), 'stage')})"


def days_between(start: date, end: date) -> list[date]:
    """The days from `start` to `end`, both included.

    Raises:
        CallError: the range ends before it starts.
    """
    if end < start:
        raise CallError(f"the range ends ({end}) before it starts ({start}); give the earlier day as --start")
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def depending_days(run: Run) -> Iterable[Run]:
    """Runs of the published days after `run` that look back far enough to have read what it changes."""
    reach = run.day + timedelta(days=LONGEST_LOOKBACK)
    later = (day for day in run.lake.published_days(CAMPAIGNS) if run.day < day <= reach)
    return (Run(run.lake, run.settings, day) for day in later)


def overtaken_days(runs: Sequence[Run]) -> list[Run]:
    """Runs of the published days that requests which landed with `runs` belong to, and of all that read those days.

    Oldest first; empty where each of them has its late requests. What depends on a day is stale only when that day has
    been run, so ask `up_to_date` of each when its turn comes.
    """
    lake, settings = runs[0].lake, runs[0].settings
    published = lake.published_days(CAMPAIGNS)
    late = {date.fromisoformat(day) for run in runs for day in _late(run)}
    stale = [day for day in sorted(late) if day in published and landing.up_to_date(Run(lake, settings, day)) is None]
    if not stale:
        return []
    last = max(run.day for run in runs) + timedelta(days=LONGEST_LOOKBACK)
    return [Run(lake, settings, day) for day in published if stale[0] <= day <= last]


def days_without_a_run(run: Run) -> list[date]:
    """The days that requests which landed with `run` belong to and that were never published."""
    published = run.lake.published_days(CAMPAIGNS)
    return [day for text in sorted(_late(run)) if (day := date.fromisoformat(text)) not in published]


def _late(run: Run) -> dict[str, int]:
    late = run.lake.published(LATE, run.day)
    return late.manifest.notes.get(LATE.name, {}) if late else {}
