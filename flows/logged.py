"""A backfill's line in the table `backfills`: who asked, written when it begins and however it ends."""

import getpass
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterParentFlowRunId
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import TerminationSignal
from prefect.runtime import flow_run
from prefect.states import Cancelled

from tasks.backfills import Backfill, record
from tasks.errors import PortcullisError
from tasks.stage import Run

# The line with the days counted that are done so far, and the messages of those that failed.
Count = Callable[[Backfill], tuple[Backfill, list[str]]]


@contextmanager
def logged(run: Run, entry: Backfill, count: Count) -> Iterator[None]:
    """Keep the backfill's line up to date round the block that runs its days.

    Args:
        run: A run on the lake.
        entry: The line as it begins.
        count: Counts the days; asked when the block ends.
    """

    def close(outcome: str, message: str) -> None:
        counted, _ = count(entry)
        record(run, replace(counted, outcome=outcome, message=message, ended_at=datetime.now(UTC)))

    record(run, entry)
    try:
        yield
    except PortcullisError as error:
        close("failed", str(error))
        raise
    except Exception as error:
        close("failed", f"{type(error).__name__}: the log of the run says more")
        raise
    except BaseException:
        _end_days()
        close("cancelled", "ended before its time; the same call goes on where it was")
        raise
    _, failures = count(entry)
    close("failed" if failures else "published", " | ".join(failures) or "every day is published")


def asked_by(who: str) -> str:
    """Who asked for this run: as given, else the schedule or automation that started it, else the system's user."""
    if who:
        return who
    with get_client(sync_client=True) as client:
        creator = client.read_flow_run(flow_run.id).created_by
    if creator and creator.display_value:
        return f"{(creator.type or '').lower()} {creator.display_value}".strip()
    return getpass.getuser()


def end_if_cancelled() -> None:
    """End as Prefect's signal would have: one that comes in the middle of a query is taken for the query's failure.

    Raises:
        TerminationSignal: this run is being cancelled.
    """
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(flow_run.id).state
    if state and (state.is_cancelling() or state.is_cancelled()):
        raise TerminationSignal(signal.SIGTERM)


def _end_days() -> None:
    """Tell the server that the day which was cut off was cancelled: it may stand there as running, or as failed.

    So may an earlier one: the UI also cancels the day that ran when it asked whether to, though that has ended since.
    """
    of_this = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[flow_run.id]))
    with get_client(sync_client=True) as client:
        days = client.read_flow_runs(flow_run_filter=of_this, sort=FlowRunSort.START_TIME_DESC)
        for number, day in enumerate(days):
            if day.state and not day.state.is_completed() and (number == 0 or not day.state.is_final()):
                client.set_flow_run_state(day.id, Cancelled(message="The backfill was ended."), force=True)
