"""A person's word on a day that waits: `python -m flows.approve --lake LAKE --date DAY --answer WORD ...`."""

import argparse
from datetime import date as Date
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from prefect import flow, get_run_logger
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.client.schemas.responses import SetStateStatus
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Failed

from flows.asking import record
from flows.cli import run_command
from flows.daily import daily, list_all
from flows.holding import holding
from tasks.approvals import Answer, weigh
from tasks.contracts.approvals import ANSWERS
from tasks.errors import CallError, PortcullisError, run_again
from tasks.lake import Lake
from tasks.lake.lock import holder
from tasks.lake.waiting import Waiting, waited_for
from tasks.settings import load
from tasks.stage import Run


@flow(name="approve", flow_run_name="Say {answer} to {date}", persist_result=False)
def approve(  # noqa: PLR0913, PLR0917 - the parameters of the form in the UI
    date: Date,
    answer: Literal["publish", "stop"],
    who: str,
    why: str,
    lake: Path | None = None,
    config: Path | None = None,
) -> State[Any]:
    """Answer for a day that would newly suspect more than passes unasked: one that waits, or that was refused for it.

    A run that waits goes on with the answer by itself. Otherwise what is left of the day is run here.

    Args:
        date: The day (UTC) that waits.
        answer: publish: run what is left of the day; stop: keep what was published before.
        who: Who says so: a name or a staff id, no address.
        why: The reason, in words that another person can follow.
        lake: The folder with `landing/` and all tables; without it, as the settings say.
        config: The settings file; without it, `portcullis.toml` if there is one.
    """
    try:
        settings = load(config, {"lake": lake})
        run, said = Run(Lake(settings.lake), settings, date), Answer(answer, who, why)
        if not who.strip() or not why.strip():
            raise CallError("give who says it with --who and the reason with --why")
        if (waits := _waits(run)) and _told(waits, said):
            return Completed(message=f"told flow run {waits.run}, which waits for it: {answer} {date}")
        with holding(run.lake.place):
            message = _answer(run, said)
            if answer == "publish":
                state: State[Any] = daily(lake=lake, date=date, config=config, return_state=True)
                list_all(run)
                if not state.is_completed():
                    return state
                message = f"{message}. {state.message}"
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    get_run_logger().info(message)
    return Completed(message=message)


def _waits(run: Run) -> Waiting | None:
    """What the run that holds the lake waits for, if that is a word on this day."""
    _, held = holder(run.lake.place)
    waits = waited_for(run.lake) if held else None
    return waits if waits and waits.day == run.day else None


def _told(waits: Waiting, said: Answer) -> bool:
    """Give the answer to the run that waits; gives whether it still did.

    Raises:
        CallError: that run is known to another server.
    """
    with get_client(sync_client=True) as client:
        try:
            state = client.read_flow_run(UUID(waits.run)).state
        except ObjectNotFound:
            server = f"PREFECT_API_URL={waits.server}/api"
            raise CallError(f"flow run {waits.run} waits for it at another Prefect server; give {server}") from None
        if not state or not state.is_paused():
            return False
        given = {"answer": said.answer, "who": said.who, "why": said.why}
        return client.resume_flow_run(UUID(waits.run), run_input=given).status == SetStateStatus.ACCEPT


def _answer(run: Run, said: Answer) -> str:
    asked = weigh(run) if run.lake.staged_anything(run.day) else None
    if asked is None or not asked.over:
        command = run_again(run.lake, run.day)
        raise CallError(f"nothing of {run.day} waits for a person's word; run the day with: {command}")
    record(run, asked, said)
    return f"recorded for {run.day}, {asked.reason}: {said.answer}"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--answer", choices=ANSWERS, required=True, help="what is to become of the day")
    parser.add_argument("--who", required=True, help="who says so: a name or a staff id, no address")
    parser.add_argument("--why", required=True, help="the reason, in a sentence")


if __name__ == "__main__":
    run_command(approve, _arguments)
