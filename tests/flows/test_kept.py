"""What a person set in the UI is there after the deployments were registered anew."""

import asyncio
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, SyncPrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.schedules import CronSchedule

from flows.doctor import doctor
from flows.kept import give_back


def _register(client: SyncPrefectClient, **parameters: Any) -> UUID:
    """As `prefect deploy` does with what stands in the file."""
    schedule = DeploymentScheduleCreate(schedule=CronSchedule(cron="0 2 * * *"), active=True, slug="every-night")
    return client.create_deployment(
        client.create_flow(doctor), "kept", schedules=[schedule], parameters=parameters, enforce_parameter_schema=False
    )


def _said(client: SyncPrefectClient, deployment: UUID) -> tuple[Any, ...]:
    found = client.read_deployment(deployment)
    schedules = [(each.schedule.model_dump()["cron"], each.active, each.slug) for each in found.schedules]
    return schedules, found.parameters


def test_schedules_and_defaults_of_a_person_stay(client: SyncPrefectClient, server: str) -> None:
    deployment = _register(client, days=3)

    async def restart() -> None:
        async with PrefectClient(server) as own:
            known = [await own.read_deployment(deployment)]
            _register(client, days=3, offline=True)
            await give_back(own, known)

    asyncio.run(restart())
    assert _said(client, deployment) == ([("0 2 * * *", True, "every-night")], {"days": 3, "offline": True})
    for path, given in (
        (f"{deployment}/schedules/{client.read_deployment(deployment).schedules[0].id}", {"active": False}),
        (f"{deployment}", {"parameters": {"days": 9}}),
    ):
        client._client.patch(f"/deployments/{path}", json=given).raise_for_status()
    asyncio.run(restart())
    assert _said(client, deployment) == ([("0 2 * * *", False, "every-night")], {"days": 9, "offline": True})
