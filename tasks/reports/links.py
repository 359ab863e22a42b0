"""Links from an artifact to another, by the key that both keep, and to the form of a deployment."""

import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound

from tasks.escape import Trusted, markdown


def artifact_link(key: str, text: object = None) -> Trusted:
    """A link to the page of the artifact `key`, which shows its newest version and its history."""
    return Trusted(f"[{markdown(key if text is None else text)}](/v2/artifacts/key/{key})")


def version_link(number: object, text: object) -> Trusted:
    """A link to one version of an artifact, by the id that it was given when it was made."""
    return Trusted(f"[{markdown(text)}](/v2/artifacts/artifact/{number})")


def form_link(deployment: UUID, text: object, parameters: dict[str, Any]) -> Trusted:
    """A link to the form that starts a deployment, filled in so far."""
    given = quote(json.dumps(parameters), safe="")
    return Trusted(f"[{markdown(text)}](/v2/deployments/deployment/{deployment}/run?parameters={given})")


def deployment(name: str) -> UUID | None:
    """The id of the deployment FLOW/NAME, or None where it is not registered."""
    with get_client(sync_client=True) as client:
        try:
            return client.read_deployment_by_name(name).id
        except ObjectNotFound:
            return None
