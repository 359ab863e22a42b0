"""What has been kept long enough goes: `python -m flows.housekeeping --lake LAKE [--remove]`."""

import argparse
from datetime import UTC, datetime
from datetime import date as Date
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.cli import run_command
from flows.holding import holding
from flows.stages import STAGES
from tasks.contracts.declaration import Table
from tasks.errors import PortcullisError, storage_error
from tasks.gates.docs import data_docs
from tasks.housekeeping import Due, due
from tasks.housekeeping import remove as remove_due
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Run


@flow(name="housekeeping", flow_run_name="Remove what was kept long enough", persist_result=False)
def housekeeping(
    lake: Path | None = None, date: Date | None = None, remove: bool = False, config: Path | None = None
) -> State[Any]:
    """Say what has been kept longer than the settings' [retention] asks for, and remove it if told to.

    Args:
        lake: The folder with `landing/` and all tables; without it, as the settings say.
        date: The day that ages are counted from (UTC); without it, today.
        remove: Remove it; otherwise it is only said what would go.
        config: The settings file; without it, `portcullis.toml` if there is one.
    """
    try:
        settings = load(config, {"lake": lake})
        run = Run(Lake(settings.lake), settings, date or datetime.now(UTC).date())
        with holding(run.lake.place):
            found = list(due(run, _reaches()))
            rows = [_row(each) for each in found]
            if remove and found:
                remove_due(run.lake, found)
                data_docs(run.lake.root)
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    except OSError as error:
        failure = storage_error(run.lake, error)
        return Failed(message=str(failure), data=failure)
    create_table_artifact(key="housekeeping", table=rows, description="Gone" if remove else "What would go")
    message = _told(run, rows, remove)
    get_run_logger().info(message)
    return Completed(message=message)


def _reaches() -> dict[Table, int]:
    """How many days back the stages read each table."""
    reads = [read for stage in STAGES for read in stage.reads]
    return {read.table: max(each.first for each in reads if each.table == read.table) for read in reads}


def _row(each: Due) -> dict[str, str]:
    return {
        "what": each.what,
        "days": each.days,
        "folders": f"{len(each.folders):,}",
        "MB": f"{each.bytes / 1e6:,.1f}",
        "rule": each.rule,
    }


def _told(run: Run, rows: list[dict[str, str]], removed: bool) -> str:
    if not rows:
        return f"{run.lake}: nothing was kept longer than [retention] asks for on {run.day}"
    lines = [f"{row['what']}, {row['days']}: {row['MB']} MB, {row['rule']}" for row in rows]
    if removed:
        return "\n".join(["gone:", *lines])
    command = f"python -m flows.housekeeping --lake {run.lake} --date {run.day} --remove"
    return "\n".join(["would go:", *lines, f"to remove it: {command}"])


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--remove", action="store_true", help="remove it; otherwise it is only said what would go")


if __name__ == "__main__":
    run_command(housekeeping, _arguments)
