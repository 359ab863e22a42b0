"""Quarantined rows put right and taken in again: `python -m flows.retake --lake LAKE --date DAY ...`."""

import argparse
from datetime import date as Date
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.cli import run_command
from flows.daily import daily, list_all
from flows.holding import holding
from tasks.corrections import correct, deliver, quarantined, write_sheet
from tasks.counted import counted
from tasks.errors import CallError, PortcullisError
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Run


@flow(name="retake", flow_run_name="Take quarantined rows in again, {date}", persist_result=False)
def retake(  # noqa: PLR0913, PLR0917 - the parameters of the form in the UI
    date: Date,
    lake: Path | None = None,
    config: Path | None = None,
    sheet: Path | None = None,
    corrections: Path | None = None,
    reason: str | None = None,
    values: dict[str, str] | None = None,
) -> State[Any]:
    """Put quarantined rows of a day right and take them in again.

    Args:
        date: The day (UTC).
        lake: The folder with `landing/` and all tables; without it, as the settings say.
        config: The settings file; without it, `portcullis.toml` if there is one.
        sheet: Only write what is in quarantine to this file (JSON Lines), for a person to put right.
        corrections: A file with `landing_table`, `file`, `row` and the columns that are right.
        reason: Give all rows that are in quarantine for this reason the same values ...
        values: ... namely these, by column.
    """
    try:
        settings = load(config, {"lake": lake})
        run = Run(Lake(settings.lake), settings, date)
        if sheet:
            return Completed(message=f"{sheet} holds {counted(write_sheet(run, sheet), 'quarantined row')} of {date}")
        with holding(run.lake.place):
            before = quarantined(run)
            _put_right(run, corrections, reason, values or {})
            state: State[Any] = daily(lake=lake, date=date, config=config, return_state=True)
            list_all(run)
            if not state.is_completed():
                return state
        message = _told(run, before, quarantined(run))
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    get_run_logger().info(message)
    return Completed(message=message)


def _put_right(run: Run, corrections: Path | None, reason: str | None, values: dict[str, str]) -> None:
    if corrections:
        deliver(run, corrections)
    if reason and values:
        correct(run, reason, values)
    if not corrections and not (reason and values):
        found = "; ".join(f"{count:,} for '{each}'" for each, count in quarantined(run).items()) or "nothing"
        raise CallError(
            f"in quarantine of {run.day}: {found}. Give --corrections FILE, or --reason REASON --set COLUMN=VALUE, "
            "or --sheet FILE to have the rows written out"
        )


def _told(run: Run, before: dict[str, int], after: dict[str, int]) -> str:
    left = "; ".join(f"{count:,} for '{reason}'" for reason, count in after.items()) or "none"
    taken = sum(before.values()) - sum(after.values())
    rows = counted(sum(before.values()), "quarantined row")
    return f"{run.day}: {taken:,} of {rows} taken in; left in quarantine: {left}"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sheet", type=Path, help="only write what is in quarantine to this file")
    parser.add_argument("--corrections", type=Path, help="a file of rows that were put right")
    parser.add_argument("--reason", help="put all rows right that are in quarantine for this reason ...")
    parser.add_argument("--set", dest="values", metavar="COLUMN=VALUE", action="append", default=[], help="... so")


if __name__ == "__main__":
    run_command(retake, _arguments)
