"""A range of days, oldest first: `python -m flows.backfill --lake LAKE --start DAY --end DAY --why TEXT`."""

import argparse
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from datetime import date as Date
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from prefect import flow, get_run_logger
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.ahead import work_ahead
from flows.before import Plan, planned
from flows.cli import run_command
from flows.daily import arguments, daily, list_all
from flows.holding import holding
from flows.logged import asked_by, end_if_cancelled, logged
from flows.stages import StageName, days_between, following, overtaken_days, untouched, up_to_date
from tasks.backfills import Backfill
from tasks.backfills.progress import Progress
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.errors import CallError, PortcullisError
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Run


@flow(name="backfill", flow_run_name="Backfill from {start} to {end}", persist_result=False)
def backfill(  # noqa: PLR0913, PLR0917 - the parameters of the form in the UI
    start: Date,
    end: Date,
    why: str = "",
    force: bool = False,
    stages: list[StageName] | None = None,
    who: str = "",
    lake: Path | None = None,
    config: Path | None = None,
) -> State[Any]:
    """Run every day from `start` to `end`, both included, the days that they depend on and those that depend on them.

    The first are landed days before the range, as far as its first day looks back, that were never run or are stale.
    The second are published days after the range that look back into it, and days to which requests belong that landed
    late.

    A day that is up to date is skipped, so a backfill that was stopped goes on where it was. A day that a gate
    refuses leaves what was published before; the days after it run without it, and the backfill ends as failed.
    Days run one after the other in this process, each as a flow run of its own under this one.

    Args:
        start: The first day (UTC).
        end: The last day (UTC).
        why: The reason, in a sentence; it stands in the table `backfills`.
        force: Make days of the range again that are up to date; started again, it begins with the first day.
        stages: Run these and what follows from them; earlier ones stay as they are, even where they are stale.
        who: Who asks; without it, what started the run, else the system's user.
        lake: The folder with `landing/` and all tables; without it, as the settings say.
        config: The settings file; without it, `portcullis.toml` if there is one.
    """
    try:
        settings = load(config, {"lake": lake})
        runs = [Run(Lake(settings.lake), settings, day) for day in days_between(start, end)]
        days = _Days(lake, config, stages or [])
        plan = planned(runs, following(stages))
        entry = Backfill(
            backfill_id=str(flow_run.id),
            started_at=datetime.now(UTC),
            who=asked_by(who),
            why=why,
            first_day=start,
            last_day=end,
            force=force,
            stages=tuple(days.stages),
            days_planned=plan.days,
        )
        with holding(runs[0].lake.place):
            with logged(runs[0], entry, days.count):
                get_run_logger().info("%s. Stages: %s", plan.sentence, ", ".join(s.name for s in following(stages)))
                if not force and not stages:
                    work_ahead([*plan.before.runs, *runs], lake, config)
                _run_days(days, plan, force)
            list_all(runs[0])
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    if days.failures:
        return Failed(message=" | ".join(days.failures))
    return Completed(message=f"{start} to {end}: every day is published")


@dataclass
class _Days:
    """What every day is run with, and how each ended so far; None: nothing had to be done."""

    lake: Path | None
    config: Path | None
    stages: list[StageName]
    ended: dict[Date, State[Any] | None] = field(default_factory=dict)

    @property
    def failures(self) -> list[str]:
        states = self.ended.items()
        return [state.message or f"{day} failed" for day, state in states if state and not state.is_completed()]

    def count(self, entry: Backfill) -> tuple[Backfill, list[str]]:
        skipped, failed = list(self.ended.values()).count(None), len(self.failures)
        made = len(self.ended) - skipped - failed
        return replace(entry, days_made=made, days_up_to_date=skipped, days_failed=failed), self.failures

    def run(self, run: Run, force: bool, stages: list[StageName]) -> str:
        """Run a day unless it is up to date; gives that in words, or nothing where it was run."""
        if not force and (outcomes := up_to_date(run, following(stages))):
            self.ended.setdefault(run.day, None)
            return untouched(outcomes)
        given = {"lake": self.lake, "config": self.config, "force": force, "stages": stages or None}
        state: State[Any] = daily(date=run.day, **given, return_state=True)
        if not state.is_completed():
            end_if_cancelled()
        failure = None if state.is_completed() else state.result(raise_on_failure=False)
        if isinstance(failure, CallError):
            # What is wrong with the call is wrong on every day.
            raise failure
        self.ended[run.day] = state
        return ""


def _run_days(days: _Days, plan: Plan, force: bool) -> None:
    """Run the days of the plan in their order, then those that late requests of any of these change."""
    progress = Progress(plan.days)
    shown = cast(UUID, create_progress_artifact(0.0, key="backfill-progress", description="0 days are done"))

    def take(run: Run, stages: list[StageName], force: bool = False) -> None:
        started = time.monotonic()
        skipped = days.run(run, force, stages)
        progress.day(None if skipped else time.monotonic() - started)
        update_progress_artifact(shown, progress.percent, progress.sentence)
        get_run_logger().info("%s is %s: %s", run.day, skipped or "done", progress.sentence)

    published = set(plan.asked[0].lake.published_days(CAMPAIGNS))
    for run in plan.before.runs:
        # Of a day that was never run there is nothing that could stay as it is.
        take(run, days.stages if run.day in published else [])
    for run in plan.asked:
        take(run, days.stages, force)
    for run in plan.after:
        take(run, days.stages)
    for run in overtaken_days([*plan.before.runs, *plan.asked]):
        state = days.ended.get(run.day)
        if (state is None or state.is_completed()) and up_to_date(run) is None:
            take(run, days.stages)


def _arguments(parser: argparse.ArgumentParser) -> None:
    arguments(parser)
    parser.add_argument("--why", default="", help="the reason, in a sentence; kept in the table backfills")
    parser.add_argument("--who", default="", help="who asks (default: the system's user)")


if __name__ == "__main__":
    run_command(backfill, _arguments)
