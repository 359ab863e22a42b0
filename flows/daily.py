"""One day, from what landed to what is suspected and decided: `python -m flows.daily --lake LAKE --date DAY`."""

from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.cli import run_command
from flows.stages import STAGES, days_without_a_run, depending_days, overtaken_days, up_to_date
from tasks.errors import PortcullisError
from tasks.gates.docs import data_docs
from tasks.lake import Lake
from tasks.lake.lock import writing
from tasks.publish import publish
from tasks.pull import pull
from tasks.reports import report, silent_families
from tasks.settings import load
from tasks.stage import Run


def _run_name() -> str:
    return f"Look for suspected campaigns, {_day(flow_run.parameters.get('date'))}"


def _day(given: Any) -> Date:
    """The day given, else the one before the scheduled start: a late or repeated run works on the same day."""
    if given:
        return given if isinstance(given, Date) else Date.fromisoformat(str(given))
    scheduled: datetime = flow_run.scheduled_start_time
    return scheduled.date() - timedelta(days=1)


@flow(name="daily", flow_run_name=_run_name, persist_result=False)
def daily(lake: Path | None = None, date: Date | None = None, config: Path | None = None) -> State[Any]:
    """Find suspected campaigns in one day of requests.

    Args:
        lake: The folder with `landing/` and all tables; without it, as the settings say.
        date: The day (UTC); without it, the day before this run's scheduled start.
        config: The settings file; without it, `portcullis.toml` if there is one.
    """
    try:
        settings = load(config, {"lake": lake})
        run = Run(Lake(settings.lake), settings, _day(date))
        with writing(run.lake.root):
            message = _run_day(run)
            # A backfill sees to all days that its own days have overtaken at once.
            if not flow_run.parent_flow_run_id:
                message += _catch_up(run, config)
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    get_run_logger().info(message)
    return Completed(message=message)


def _run_day(run: Run) -> str:
    try:
        pull(run)
        outcomes = [stage(run) for stage in STAGES]
        published = publish(run)
        campaigns = report(run, outcomes)
    finally:
        # A backfill builds the pages of all its days at once; what was refused is to be seen there too.
        if not flow_run.parent_flow_run_id:
            data_docs(run.lake.root)
    silent = ", ".join(sorted(silent_families(outcomes)))
    return f"{run.day}: {len(campaigns)} suspected campaigns; {published}{f'; silent: {silent}' if silent else ''}"


def _catch_up(run: Run, config: Path | None) -> str:
    """Run the published days that late requests belong to, and what depends on them; say which days are left."""
    caught_up = []
    for overtaken in overtaken_days([run]):
        if up_to_date(overtaken) is None:
            get_run_logger().info("%s has late requests, or reads a day that has", overtaken.day)
            state: State[Any] = daily(lake=run.lake.root, date=overtaken.day, config=config, return_state=True)
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
    command = f"python -m flows.backfill --lake {run.lake.root} --start {stale[0]} --end {stale[-1]}"
    return f"; {len(stale)} later days depend on it: {command}"


if __name__ == "__main__":
    run_command(daily)
