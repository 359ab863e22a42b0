"""The days of a backfill that was ended, as the server tells of them afterwards."""

from prefect import flow
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterParentFlowRunId
from prefect.client.schemas.sorting import FlowRunSort
from prefect.runtime import flow_run
from prefect.states import Cancelling

from flows.logged import _end_days


def test_a_day_that_was_asked_to_end_after_it_had_is_not_left_so(client: SyncPrefectClient) -> None:
    @flow
    def day() -> str:
        return str(flow_run.id)

    @flow
    def days() -> list[str]:
        ids = [day() for _ in range(3)]
        client.set_flow_run_state(ids[1], Cancelling(), force=True)
        _end_days()
        return [str(flow_run.id), *ids]

    parent, *ids = days()
    of_it = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[parent]))
    found = client.read_flow_runs(flow_run_filter=of_it, sort=FlowRunSort.START_TIME_ASC)
    assert [str(each.id) for each in found] == ids
    assert [each.state_name for each in found] == ["Completed", "Cancelled", "Completed"]
