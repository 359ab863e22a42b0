"""The command line of the flows: what is asked, what is said, and the exit status that it ends with."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, cast

from prefect import Flow
from prefect.client.schemas.objects import State
from rich.console import Console
from rich.table import Table as TextTable

from flows.before import planned
from flows.server import told_if_gone
from flows.stages import days_between, overtaken_days, untouched, up_to_date
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.errors import CallError, PortcullisError
from tasks.lake import Lake
from tasks.reports import campaign_rows
from tasks.settings import Settings, load
from tasks.stage import Run, today
from tasks.stage.connection import connection, open_inputs

# A pipe has no width of its own, and a wrapped table cannot be read.
_out = Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else 150)
# Flows that show campaigns at their end; of the others the message says it all.
_SHOWING = ("daily", "backfill")


def run_command(
    flow: Flow[Any, Any],
    own_arguments: Callable[[argparse.ArgumentParser], None] | None = None,
    check: Callable[..., None] | None = None,
) -> NoReturn:
    """Run `flow` as the command line asks and end the process.

    Exit status 0: published. 1: a gate refused or the run failed. 2: the call or the configuration is wrong.

    Args:
        flow: Where it takes a `config`, lake, settings and days are asked for here.
        own_arguments: Adds what else is asked for; the names are those of the flow's parameters.
        check: Given these arguments, raises a CallError for what is wrong. Asked before Prefect starts a server of its
            own, which takes longer than finding this out.
    """
    try:
        call = _arguments(flow, own_arguments)
        if check:
            check(**vars(call))
        _run(flow, call)
    except PortcullisError as error:
        _say(str(error))
        sys.exit(error.exit_status)
    sys.exit(0)


def _run(flow: Flow[Any, Any], call: argparse.Namespace) -> None:
    settings = _settings(call) if "config" in call else None
    if "values" in call:
        call.values = _pairs(call.values)
    if settings is None or flow.name not in _SHOWING:
        # In one line, as it may hold a command to copy.
        return _out.print(_ask(flow, call), soft_wrap=True)
    days = days_between(call.start, call.end) if "start" in call else [call.date]
    runs = [Run(Lake(settings.lake), settings, day) for day in days]
    # What is up to date is not looked at where days are to be made again, or some of their stages only.
    chosen = any(vars(call).get(name) for name in ("force", "stages"))
    if chosen or not _nothing_to_do(_days(runs) if "start" in call else [*runs, *overtaken_days(runs)]):
        _ask(flow, call)
    _show(runs[-1])


def _days(runs: list[Run]) -> list[Run]:
    """The days that a backfill of `runs` sees to."""
    plan = planned(runs)
    return [*plan.before.runs, *runs, *plan.after, *overtaken_days(runs)]


def _settings(call: argparse.Namespace) -> Settings:
    settings = load(call.config, {"lake": call.lake})
    if not Lake(settings.lake).root.is_dir():
        raise CallError(f"the lake {settings.lake} is not a folder; give the folder that holds landing/ with --lake")
    return settings


def _ask(flow: Flow[Any, Any], call: argparse.Namespace) -> str:
    """Run the flow and give its message; the names of the arguments are those of its parameters."""
    with told_if_gone():
        state = cast(State[Any], flow(**vars(call), return_state=True))
    if not state.is_completed():
        found = state.result(raise_on_failure=False)
        raise found if isinstance(found, PortcullisError) else PortcullisError(state.message or "the run failed")
    return state.message or ""


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    if wrong := [name for name, sign, _ in pairs if not sign or not name]:
        raise CallError(f"--set {wrong[0]} names no value; write it as --set COLUMN=VALUE")
    return {name: value for name, _, value in pairs}


def _nothing_to_do(runs: list[Run]) -> bool:
    """Whether every stage of every day is up to date, said in a line for each, or for each stage of a day alone.

    Asked before Prefect starts a server of its own, which takes longer than finding this out. Where a server is
    configured, the run goes through it and is seen there; where a database is, it is asked first.
    """
    database = runs[0].settings.database
    if os.environ.get("PREFECT_API_URL") or database.url or database.url_file:
        return False
    found = [(run, up_to_date(run)) for run in runs]
    if not all(outcomes for _, outcomes in found):
        return False
    for run, outcomes in found:
        alone = [outcome.sentence for outcome in outcomes or ()] if len(runs) == 1 else []
        for told in alone or [f"is {untouched(outcomes or ())}"]:
            _out.print(f"{run.day} {told}")
    return True


def _show(run: Run) -> None:
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


def _say(message: str) -> None:
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(message)


def _arguments(
    flow: Flow[Any, Any], own_arguments: Callable[[argparse.ArgumentParser], None] | None
) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=f"python -m flows.{flow.name}",
        description=(flow.description or "").splitlines()[0],
        epilog="Exit status: 0 published, 1 a gate refused, 2 the call or the configuration is wrong.",
    )
    asked = flow.parameters.properties
    if "config" in asked:
        parser.add_argument("--lake", type=Path, help="the folder that holds landing/ and all tables")
        parser.add_argument("--config", type=Path, help="the settings file (default: portcullis.toml, if there is one)")
        for name in [name for name in ("date", "start", "end") if name in asked]:
            # A verdict counts from today, unless it says otherwise, and so do ages.
            needed = flow.name not in ("verdict", "housekeeping")
            parser.add_argument(f"--{name}", type=iso_day, required=needed, help="a day in UTC, YYYY-MM-DD")
    if own_arguments:
        own_arguments(parser)
    return parser.parse_args()


def iso_day(text: str) -> date:
    """A day as it is written on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as YYYY-MM-DD") from None
