"""The command line of the flows: what is asked, what is said, and the exit status that it ends with."""

import argparse
import atexit
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from prefect.client.schemas.objects import State
from rich.console import Console
from rich.table import Table as TextTable

from tasks.contracts.campaigns import CAMPAIGNS
from tasks.errors import PortcullisError
from tasks.lake import Lake
from tasks.reports import campaign_rows
from tasks.settings import load
from tasks.stage import Run, today
from tasks.stage.connection import connection, open_inputs

# A pipe has no width of its own, and a wrapped table cannot be read.
_out = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 150)


def run_command(flow: str) -> NoReturn:
    """Run `daily` or `backfill` as the command line asks and end the process.

    Exit status 0: published. 1: a gate refused or the run failed. 2: the call or the configuration is wrong.
    """
    # DuckDB's binding counts references that are alive at the very end and prints a page about them; nothing after
    # this is for people.
    atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
    try:
        sys.exit(_run(flow, _arguments(flow)))
    except PortcullisError as error:
        _say(str(error))
        sys.exit(error.exit_status)


def _run(flow: str, call: argparse.Namespace) -> int:
    from flows.backfill import backfill, days
    from flows.daily import daily

    settings = load(call.config, {"lake": call.lake})
    if not settings.lake.is_dir():
        _say(f"the lake {settings.lake} is not a folder; give the folder that holds landing/ with --lake")
        return 2
    asked = [call.date] if flow == "daily" else days(call.start, call.end)
    runs = [Run(Lake(settings.lake), settings, day) for day in asked]
    if _nothing_to_do(runs):
        return _show(runs[-1])
    if flow == "daily":
        state: State[Any] = daily(call.lake, call.date, call.config, return_state=True)
    else:
        state = backfill(call.start, call.end, call.lake, call.config, return_state=True)
    if not state.is_completed():
        _raise_own(state)
        _say(state.message or "the run failed; nothing of the day was published")
        return 1
    return _show(runs[-1])


def _nothing_to_do(runs: list[Run]) -> bool:
    """Whether every stage of every day is up to date, said a line each.

    Asked before Prefect starts a server of its own, which takes longer than finding this out. Where a server is
    configured, the run goes through it and is seen there.
    """
    from flows.stages import up_to_date

    if os.environ.get("PREFECT_API_URL"):
        return False
    found = [(run, up_to_date(run)) for run in runs]
    if not all(outcomes for _, outcomes in found):
        return False
    for run, outcomes in found:
        for outcome in outcomes or ():
            _out.print(f"{run.day} {outcome.sentence}")
    return True


def _show(run: Run) -> int:
    """Print the suspected campaigns of the last day asked for."""
    with connection(run.lake, run.settings) as con:
        open_inputs(con, run.lake, (today(CAMPAIGNS),), run.day)
        rows = campaign_rows(con)
    table = TextTable(title=f"Suspected campaigns as known at the end of {run.day}", title_justify="left")
    for heading in ("campaign", "kind", "one hand is", "confidence", "accounts", "requests", "evidence"):
        table.add_column(heading)
    for row in rows:
        words = f"{row['words']} ({row['likelihood']})"
        table.add_row(
            row["campaign_id"],
            row["label"],
            words,
            row["confidence"],
            row["accounts"],
            row["requests"],
            row["families"],
        )
    _out.print(table if rows else f"No suspected campaign is known at the end of {run.day}.")
    return 0


def _raise_own(state: State[Any]) -> None:
    """Raise what a flow failed with, if it is meant for a person to read."""
    found = state.result(raise_on_failure=False)
    if isinstance(found, PortcullisError):
        raise found


def _say(message: str) -> None:
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(message)


def _arguments(flow: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"python -m flows.{flow}",
        description={
            "daily": "Find suspected campaigns in one day of requests.",
            "backfill": "Run a range of days, oldest first, skipping what is up to date.",
        }[flow],
        epilog="Exit status: 0 published, 1 a gate refused, 2 the call or the configuration is wrong.",
    )
    parser.add_argument("--lake", type=Path, help="the folder that holds landing/ and all tables")
    parser.add_argument("--config", type=Path, help="the settings file (default: portcullis.toml, if there is one)")
    for name in ("date",) if flow == "daily" else ("start", "end"):
        parser.add_argument(f"--{name}", type=_iso_day, required=True, help="a day in UTC, YYYY-MM-DD")
    return parser.parse_args()


def _iso_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as YYYY-MM-DD") from None
