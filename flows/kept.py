"""What a person set of a deployment in the UI stays when the deployment is registered anew."""

from collections.abc import Iterable, Sequence
from typing import Any

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, DeploymentUpdate
from prefect.client.schemas.objects import DeploymentSchedule
from prefect.client.schemas.responses import DeploymentResponse


async def give_back(client: PrefectClient, before: Iterable[DeploymentResponse]) -> None:
    """Put back schedules and default parameters, which a registration replaces by those of its file.

    Args:
        client: Of the server that the deployments were registered with.
        before: The deployments as they were before.
    """
    for known in before:
        now = await client.read_deployment(known.id)
        if known.parameters != now.parameters:
            # A default that is new in the file counts too.
            kept = DeploymentUpdate(parameters={**now.parameters, **known.parameters})
            await client.update_deployment(known.id, kept)
        if _said(known.schedules) != _said(now.schedules):
            for replaced in now.schedules:
                await client.delete_deployment_schedule(known.id, replaced.id)
            if known.schedules:
                said = [DeploymentScheduleCreate.model_validate(each) for each in _said(known.schedules)]
                await client.create_deployment_schedules(known.id, said)


def _said(schedules: Sequence[DeploymentSchedule]) -> list[dict[str, Any]]:
    """What a person can set of each, in an order that does not change."""
    settable = set(DeploymentScheduleCreate.model_fields) & set(DeploymentSchedule.model_fields)
    return sorted((each.model_dump(include=settable) for each in schedules), key=repr)
