"""A notice to people: what went wrong with a day, kept in the UI and sent where the operator wants it."""

from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block
from prefect.client.schemas.objects import State
from prefect.states import Completed

from tasks.escape import markdown, visible


@flow(name="notice", flow_run_name="Tell people: {what}", persist_result=False)
def notice(what: str, why: str = "", block: str | None = None) -> State[Any]:
    """Tell people what happened: in the artifact `notices`, in the log, and through a notification block.

    Automations start it (deployments/prefect.yaml). Without a block nothing leaves the machine.

    Args:
        what: What happened, in a sentence.
        why: The reason, and what to do.
        block: A notification block that was made in the UI, such as custom-webhook/on-call.
    """
    text = f"{visible(what)}. {visible(why)}"
    create_markdown_artifact(
        key="notices", markdown=f"## {markdown(what)}\n\n{markdown(why)}", description=visible(what)[:200]
    )
    get_run_logger().warning(text)
    if block:
        _notification(block).notify(body=text, subject="Portcullis")  # type: ignore[unused-coroutine] # runs at once
    return Completed(message=text)


def _notification(name: str) -> NotificationBlock:
    found: Any = Block.load(name)
    if not isinstance(found, NotificationBlock):
        raise TypeError(f"{name} is no notification block; make one in the UI under Blocks, such as a Custom Webhook")
    return found
