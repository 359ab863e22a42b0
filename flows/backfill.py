"""A range of days, oldest first: `python -m flows.backfill --lake LAKE --start DAY --end DAY`."""

from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from prefect import flow, get_run_logger
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.cli import run_command
from flows.daily import daily
from flows.stages import LONGEST_LOOKBACK, up_to_date
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.errors import CallError
from tasks.lake import Lake
from tasks.lake.lock import writing
from tasks.settings import load
from tasks.stage import Run


@flow(name="backfill", flow_run_name="Backfill from {start} to {end}", persist_result=False)
def backfill(start: Date, end: Date, lake: Path | None = None, config: Path | None = None) -> State[Any]:
    """Run every day from `start` to `end`, both included, and the published days after that depend on them.

    A day that is up to date is skipped, so a backfill that was stopped goes on where it was. A day that a gate
    refuses leaves what was published before; the days after it run without it, and the backfill ends as failed.

    Args:
        start: The first day (UTC).
        end: The last day (UTC).
        lake: The folder with `landing/` and all tables; without it, as the settings say.
        config: The settings file; without it, `portcullis.toml` if there is one.
    """
    log = get_run_logger()
    settings = load(config, {"lake": lake})
    refused: list[str] = []
    with writing(settings.lake):
        runs = [Run(Lake(settings.lake), settings, day) for day in days(start, end)]
        progress = cast(UUID, create_progress_artifact(0.0, key="backfill-progress", description=f"{start} to {end}"))
        for number, run in enumerate([*runs, *_after(runs[-1])], start=1):
            if run.day > end and up_to_date(run) is None:
                log.info("%s is after the range and depends on it", run.day)
            refused += _run_day(run, lake, config)
            update_progress_artifact(progress, min(100.0, 100.0 * number / len(runs)))
    if refused:
        return Failed(message=" | ".join(refused))
    return Completed(message=f"{start} to {end}: every day is published")


def days(start: Date, end: Date) -> list[Date]:
    """The days from `start` to `end`, both included.

    Raises:
        CallError: the range ends before it starts.
    """
    if end < start:
        raise CallError(f"the range ends ({end}) before it starts ({start}); give --start first, then --end")
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def _after(last: Run) -> Iterator[Run]:
    """The published days after `last` within the longest look-back: any of them may have read a changed day."""
    published = last.lake.published_days(CAMPAIGNS)
    reach = last.day + timedelta(days=LONGEST_LOOKBACK)
    yield from (Run(last.lake, last.settings, day) for day in published if last.day < day <= reach)


def _run_day(run: Run, lake: Path | None, config: Path | None) -> list[str]:
    """Run a day unless it is up to date; gives the message of its refusal, if a gate refused it."""
    log = get_run_logger()
    if outcomes := up_to_date(run):
        for outcome in outcomes:
            log.info("%s %s", run.day, outcome.sentence)
        return []
    state: State[Any] = daily(lake=lake, date=run.day, config=config, return_state=True)
    if state.is_failed():
        state.result(raise_on_failure=False)
        return [state.message or f"{run.day} failed"]
    return []


if __name__ == "__main__":
    run_command("backfill")
