"""What a person says of a suspected campaign: `python -m flows.verdict --campaign ID --verdict WORD ...`."""

import argparse
from datetime import UTC, datetime
from datetime import date as Date
from pathlib import Path
from typing import Any, Literal

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.cli import run_command
from flows.holding import holding
from flows.stages import STAGES
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.contracts.verdicts import VERDICTS, WORDS
from tasks.counted import counted
from tasks.errors import CallError, PortcullisError
from tasks.lake import Lake
from tasks.reports.days import list_days
from tasks.settings import load
from tasks.stage import Run
from tasks.verdicts import Said, recording
from tasks.verdicts.sheet import read_sheet


@flow(name="verdict", flow_run_name="Record a verdict", persist_result=False)
def verdict(  # noqa: PLR0913, PLR0917 - the parameters of the form in the UI
    campaign: str = "",
    verdict: Literal["confirmed", "cleared", "unsure"] | None = None,
    who: str = "",
    why: str = "",
    accounts: list[str] | None = None,
    date: Date | None = None,
    sheet: Path | None = None,
    lake: Path | None = None,
    config: Path | None = None,
) -> State[Any]:
    """Record what a person says of a suspected campaign; runs of that day and later ones go by it.

    Args:
        campaign: The suspected campaign that was looked at, such as c-7a8dd2af30.
        verdict: confirmed: its accounts are under one hand; cleared: they are not; unsure: nobody can tell yet.
        who: Who says so: a name or a staff id, no address.
        why: The reason, in words that another person can follow.
        accounts: Only these accounts of the campaign, not the whole of it.
        date: The day that it counts from (UTC); without it, today.
        sheet: A CSV file of verdicts in place of one: campaign, accounts, verdict, who, why.
        lake: The folder with `landing/` and all tables; without it, as the settings say.
        config: The settings file; without it, `portcullis.toml` if there is one.
    """
    try:
        settings, now = load(config, {"lake": lake}), datetime.now(UTC)
        run = Run(Lake(settings.lake), settings, date or now.date())
        said = _said(campaign, verdict, who, why, accounts, sheet)
        with holding(run.lake.place):
            recording(run, said, now)(run)
            run.lake.publish_one(VERDICTS, run.day)
            list_days(run, STAGES)
        message = _told(run, said)
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    get_run_logger().info(message)
    return Completed(message=message)


def _said(  # noqa: PLR0913, PLR0917 - what the form holds
    campaign: str, word: str | None, who: str, why: str, accounts: list[str] | None, sheet: Path | None
) -> list[Said]:
    if sheet and (campaign or word or accounts):
        raise CallError("give either --sheet FILE or one verdict with --campaign and --verdict")
    if sheet:
        return read_sheet(sheet, who, why)
    if not campaign or not word:
        raise CallError("give --campaign ID --verdict confirmed|cleared|unsure --who NAME --why TEXT, or --sheet FILE")
    return [Said(campaign, word, who, why, tuple(accounts or ()))]


def _told(run: Run, said: list[Said]) -> str:
    """What was recorded, and the command that makes the published days go by it."""
    what = f"{len(said)} verdicts" if len(said) > 1 else f"{said[0].campaign} {said[0].verdict}"
    stale = [day for day in run.lake.published_days(CAMPAIGNS) if day >= run.day]
    if stale:
        then = f"python -m flows.backfill --lake {run.lake} --start {stale[0]} --end {stale[-1]}"
        then = f"{counted(len(stale), 'published day')} will go by it after: {then}"
    else:
        then = "the next day that is run goes by it"
    return f"recorded for {run.day}: {what}; {then}"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--campaign", default="", metavar="ID", help="the suspected campaign that was looked at")
    parser.add_argument("--account", dest="accounts", action="append", help="only this account of it (may be repeated)")
    parser.add_argument("--verdict", choices=WORDS, help="what was found")
    parser.add_argument("--who", default="", help="who says so: a name or a staff id, no address")
    parser.add_argument("--why", default="", help="the reason, in a sentence")
    parser.add_argument("--sheet", type=Path, help="a CSV of verdicts: campaign, accounts, verdict, who, why")


if __name__ == "__main__":
    run_command(verdict, _arguments)
