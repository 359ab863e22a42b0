"""One day, from what landed to what is suspected and decided: `python -m flows.daily --lake LAKE --date DAY`."""

import argparse
from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_args

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.asking import pass_or_ask
from flows.before import never_published
from flows.cli import run_command
from flows.holding import holding
from flows.stages import STAGES, StageName, days_without_a_run, depending_days, following, overtaken_days, up_to_date
from tasks.counted import counted
from tasks.errors import GateRefusedError, PortcullisError, run_again, storage_error
from tasks.gates.docs import data_docs
from tasks.lake import Lake
from tasks.publish import publish
from tasks.pull import pull
from tasks.reports import report, report_refusal, silent_families
from tasks.reports.days import list_days
from tasks.reports.metrics import write_metrics
from tasks.settings import load
from tasks.stage import Run, Stage


def _run_name() -> str:
    return f"Look for suspected campaigns, {_day(flow_run.parameters.get('date'))}"


def _day(given: Any) -> Date:
    """The day given, else the one before the scheduled start: a late or repeated run works on the same day."""
    if given:
        return given if isinstance(given, Date) else Date.fromisoformat(str(given))
    scheduled: datetime = flow_run.scheduled_start_time
    return scheduled.date() - timedelta(days=1)


@flow(name="daily", flow_run_name=_run_name, persist_result=False)
def daily(
    lake: Path | None = None,
    date: Date | None = None,
    config: Path | None = None,
    force: bool = False,
    stages: list[StageName] | None = None,
) -> State[Any]:
    """Find suspected campaigns in one day of requests.

    Args:
        lake: The folder with `landing/` and all tables; without it, as the settings say.
        date: The day (UTC); without it, the day before this run's scheduled start.
        config: The settings file; without it, `portcullis.toml` if there is one.
        force: Make again what is up to date.
        stages: Run these and what follows from them; earlier ones stay as they are, even where they are stale.
    """
    try:
        settings = load(config, {"lake": lake})
        run = Run(Lake(settings.lake), settings, _day(date))
        with holding(run.lake.place):
            if flow_run.parent_flow_run_id:
                # A backfill sees at once to all days that its own have overtaken, and to the pages of all.
                message = _run_day(run, following(stages), force)
            else:
                message = _run_alone(run, following(stages), force, config)
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    except OSError as error:
        failure = storage_error(run.lake, error, run_again(run.lake, run.day))
        return Failed(message=str(failure), data=failure)
    get_run_logger().info(message)
    return Completed(message=message)


def _run_alone(run: Run, chosen: tuple[Stage, ...], force: bool, config: Path | None) -> str:
    try:
        return _run_day(run, chosen, force) + _catch_up(run, config)
    finally:
        # What was refused is to be seen there too.
        list_all(run)


def list_all(run: Run) -> None:
    """Bring the pages of all days up to date; whoever runs days under a run of its own does it when they are done."""
    data_docs(run.lake.root)
    list_days(run, STAGES)


def _run_day(run: Run, chosen: tuple[Stage, ...], force: bool) -> str:
    try:
        if STAGES[0] in chosen:
            pull(run)
        outcomes = [stage(run, force) if stage in chosen else stage.as_it_stands(run) for stage in STAGES]
        pass_or_ask(run)
        published = publish(run)
        without = never_published(run, chosen)
        campaigns = report(run, outcomes, without)
        write_metrics(run, outcomes, published=True)
    except (PortcullisError, OSError) as error:
        if isinstance(error, GateRefusedError):
            report_refusal(run, error)
        write_metrics(run, published=False)
        raise
    silent = ", ".join(sorted(silent_families(outcomes)))
    said = f"{run.day}: {counted(len(campaigns), 'suspected campaign')}; {published}"
    return said + (f"; silent: {silent}" if silent else "") + _made_without(run, without)


def _made_without(run: Run, days: list[Date]) -> str:
    """That the day found nothing of these days, which landed and which it looks back to, and how to run them."""
    if not days:
        return ""
    found = f"{counted(len(days), 'landed day')} that it looks back to, never published, from {days[0]}"
    return f"; made without {found}: python -m flows.backfill --lake {run.lake} --start {days[0]} --end {run.day}"


def _catch_up(run: Run, config: Path | None) -> str:
    """Run the published days that late requests belong to, and what depends on them; say which days are left."""
    caught_up = []
    for overtaken in overtaken_days([run]):
        if up_to_date(overtaken) is None:
            get_run_logger().info("%s has late requests, or reads a day that has", overtaken.day)
            state: State[Any] = daily(lake=run.lake.place, date=overtaken.day, config=config, return_state=True)
            if not state.is_completed():
                raise PortcullisError(f"{run.day} is published, but not its late requests: {state.message}")
            caught_up.append(str(overtaken.day))
    said = f"; late requests changed {', '.join(caught_up)}" if caught_up else ""
    if never := days_without_a_run(run):
        said += f"; requests of {', '.join(map(str, never))} wait until that day is run"
    return said + _later(run)


def _later(run: Run) -> str:
    """Which published days read what this run may have changed, and how to run them."""
    stale = [later.day for later in depending_days(run) if up_to_date(later) is None]
    if not stale:
        return ""
    command = f"python -m flows.backfill --lake {run.lake} --start {stale[0]} --end {stale[-1]}"
    depend = f"{counted(len(stale), 'later day')} depend{'s' if len(stale) == 1 else ''}"
    return f"; {depend} on it: {command}"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for what a day can be run with besides its lake and date; a backfill asks for the same."""
    parser.add_argument("--force", action="store_true", help="make again what is up to date")
    parser.add_argument(
        "--stage", dest="stages", action="append", choices=get_args(StageName), metavar="STAGE",
        help="run this stage and what follows from it, the others stay as they are (may be repeated)",
    )  # fmt: skip


if __name__ == "__main__":
    run_command(daily, arguments)
