"""A flow run's hold on a lake, and the end of runs that died while they held it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from prefect import get_run_logger
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterParentFlowRunId
from prefect.client.schemas.objects import FlowRun
from prefect.exceptions import ObjectNotFound
from prefect.logging import get_logger
from prefect.runtime import flow_run
from prefect.states import Crashed

from tasks.lake.lock import Holder, writing


@contextmanager
def holding(place: Path) -> Iterator[None]:
    """Hold the lake at `place` for the flow run that calls; a run that died while it held the lake is said to have.

    Nobody else tells the server of a run whose worker died with it: it would be shown as running for ever. That this
    run could take the lock proves that the other one is gone.
    """
    with writing(place, flow_run.id or "") as dead:
        if dead:
            _bury(dead)
        yield


def _bury(dead: Holder) -> None:
    logger = get_run_logger() if flow_run.id else get_logger()
    logger.warning(
        "the run before (process %s) died while it wrote to this lake; what it had staged is taken up, what it had "
        "half written is made again",
        dead.process,
    )
    if not dead.run:
        return
    with get_client(sync_client=True) as client:
        try:
            family = _family(client, UUID(dead.run))
        except (ObjectNotFound, ValueError):
            # It was recorded elsewhere: by another server, or in the database of another user.
            return
        for each in family:
            if each.state and not each.state.is_final():
                message = f"its process ({dead.process}) died; the next run on this lake took up what it had done"
                client.set_flow_run_state(each.id, Crashed(message=message), force=True)


def _family(client: SyncPrefectClient, run: UUID) -> list[FlowRun]:
    """The run and, below it, the runs that it started."""
    found, parents = [client.read_flow_run(run)], [run]
    while parents:
        below = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=parents))
        children = client.read_flow_runs(flow_run_filter=below)
        found += children
        parents = [each.id for each in children]
    return found
