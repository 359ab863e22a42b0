"""Whether a lake is well, and what to do where it is not: `python -m flows.doctor --lake LAKE`."""

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL
from prefect.states import Completed, Failed

from flows.before import inputs_are_gone
from flows.cli import run_command
from flows.stages import LONGEST_LOOKBACK, up_to_date
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.counted import counted
from tasks.doctor import Finding, examine
from tasks.errors import PortcullisError, run_again
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Run

_CLOCKS_APART_SECONDS = 60


@flow(name="doctor", flow_run_name="Look whether the lake is well", persist_result=False)
def doctor(lake: Path | None = None, days: int = LONGEST_LOOKBACK, config: Path | None = None) -> State[Any]:
    """Look whether a lake is well; the run fails where it is not, and says what to do. It changes nothing.

    Args:
        lake: The folder with `landing/` and all tables; without it, as the settings say.
        days: How many of the newest days are read to the last row; older ones are looked at by their files only.
        config: The settings file; without it, `portcullis.toml` if there is one.
    """
    try:
        settings = load(config, {"lake": lake})
        run, now = Run(Lake(settings.lake), settings, date.max), datetime.now(UTC)
        run.lake.forget()
        found = [*_clock(now), *examine(run, now, days)]
        if not {"key", "torn"} & {finding.check for finding in found}:
            # Asking for a key that is gone would make another; what reads a torn partition is stale until it is mended.
            named = {finding.where for finding in found}
            found += [stale for stale in _stale(run, days) if stale.where not in named]
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    create_table_artifact(
        key="doctor",
        table=[vars(finding) for finding in found],
        description=f"{run.lake}: {counted(len(found), 'finding')}" if found else f"{run.lake} is well",
    )
    if not found:
        get_run_logger().info("%s is well", run.lake)
        return Completed(message=f"{run.lake} is well")
    message = "\n".join([f"{run.lake}: {counted(len(found), 'finding')}", *(finding.sentence for finding in found)])
    return Failed(message=message, data=PortcullisError(message))


def _clock(now: datetime) -> Iterator[Finding]:
    """Whether this machine and the server agree on the time: schedules go by the server's, days by both."""
    if not PREFECT_API_URL.value():
        return
    with get_client(sync_client=True) as client:
        said = client.hello().headers.get("date")
    apart = abs((parsedate_to_datetime(said) - now).total_seconds()) if said else 0
    if apart > _CLOCKS_APART_SECONDS:
        yield Finding("clock", "Prefect server", f"its clock is {apart:,.0f} s from this machine's", "Set both by NTP")


def _stale(run: Run, days: int) -> Iterator[Finding]:
    """The newest published days that would be made anew, unless what they were made from is no longer kept."""
    for day in run.lake.published_days(CAMPAIGNS)[-days:]:
        each = Run(run.lake, run.settings, day)
        if not run.lake.staged_anything(day) and not inputs_are_gone(each) and up_to_date(each) is None:
            seen = "its inputs, the code or the settings have changed since it was made"
            yield Finding("stale", str(day), seen, f"Make it again: {run_again(run.lake, day)}")


def _arguments(parser: argparse.ArgumentParser) -> None:
    meaning = "how many of the newest days are read to the last row"
    parser.add_argument("--days", type=int, default=LONGEST_LOOKBACK, help=meaning)


if __name__ == "__main__":
    run_command(doctor, _arguments)
