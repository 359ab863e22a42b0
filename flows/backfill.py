"""A range of days, oldest first: `python -m flows.backfill --lake LAKE --start DAY --end DAY`."""

from datetime import date as Date
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from prefect import flow, get_run_logger
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.cli import run_command
from flows.daily import daily
from flows.stages import days_between, depending_days, overtaken_days, up_to_date
from tasks.errors import CallError, PortcullisError
from tasks.gates.docs import data_docs
from tasks.lake import Lake
from tasks.lake.lock import writing
from tasks.settings import load
from tasks.stage import Run


@flow(name="backfill", flow_run_name="Backfill from {start} to {end}", persist_result=False)
def backfill(start: Date, end: Date, lake: Path | None = None, config: Path | None = None) -> State[Any]:
    """Run every day from `start` to `end`, both included, and the published days that depend on them.

    These are days after the range that look back into it, and days to which requests belong that landed late.

    A day that is up to date is skipped, so a backfill that was stopped goes on where it was. A day that a gate
    refuses leaves what was published before; the days after it run without it, and the backfill ends as failed.

    Args:
        start: The first day (UTC).
        end: The last day (UTC).
        lake: The folder with `landing/` and all tables; without it, as the settings say.
        config: The settings file; without it, `portcullis.toml` if there is one.
    """
    try:
        settings = load(config, {"lake": lake})
        runs = [Run(Lake(settings.lake), settings, day) for day in days_between(start, end)]
        with writing(settings.lake):
            failures = _run_days(runs, lake, config)
            data_docs(settings.lake)
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    if failures:
        return Failed(message=" | ".join(failures.values()))
    return Completed(message=f"{start} to {end}: every day is published")


def _run_days(runs: list[Run], lake: Path | None, config: Path | None) -> dict[Date, str]:
    """Run the days of the range, then those that depend on them; gives the messages of the days that failed."""
    log, failures = get_run_logger(), dict[Date, str]()
    progress = cast(UUID, create_progress_artifact(0.0, key="backfill-progress", description="Days done"))
    for number, run in enumerate(runs, start=1):
        log.info("%s: day %d of %d", run.day, number, len(runs))
        failures |= _run_day(run, lake, config)
        update_progress_artifact(progress, 100.0 * number / len(runs))
    # Days after the range that look back into it, then days that late requests of any of these belong to.
    for depending in (list(depending_days(runs[-1])), overtaken_days(runs)):
        for run in depending:
            if run.day not in failures and up_to_date(run) is None:
                log.info("%s depends on what was run", run.day)
                failures |= _run_day(run, lake, config)
    return failures


def _run_day(run: Run, lake: Path | None, config: Path | None) -> dict[Date, str]:
    if outcomes := up_to_date(run):
        for outcome in outcomes:
            get_run_logger().info("%s %s", run.day, outcome.sentence)
        return {}
    state: State[Any] = daily(lake=lake, date=run.day, config=config, return_state=True)
    failure = None if state.is_completed() else state.result(raise_on_failure=False)
    if isinstance(failure, CallError):
        # What is wrong with the call is wrong on every day.
        raise failure
    return {} if state.is_completed() else {run.day: state.message or f"{run.day} failed"}


if __name__ == "__main__":
    run_command(backfill)
