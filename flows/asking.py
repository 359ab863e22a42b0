"""The pause between the last gate and publishing, where a day would newly suspect more than passes unasked."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.exceptions import FlowPauseTimeout
from prefect.flow_runs import pause_flow_run
from prefect.input import RunInput
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL
from prefect.states import Running
from pydantic import Field

from tasks.approvals import Answer, Asked, answered, recording, weigh
from tasks.approvals.shown import shown
from tasks.contracts.approvals import APPROVALS
from tasks.counted import counted
from tasks.errors import NotApprovedError
from tasks.lake.waiting import Waiting, telling
from tasks.stage import Run

_POLL_SECONDS = 2


class Word(RunInput):
    """What a person says of a day that waits."""

    answer: Literal["publish", "stop"] = Field(
        description="publish: go on; stop: refuse the day, keep what is published"
    )
    who: str = Field(min_length=1, description="Who says so: a name or a staff id, no address")
    why: str = Field(min_length=1, description="The reason, in words that another person can follow")


def pass_or_ask(run: Run) -> None:
    """Let a day pass that needs no word or has one, else ask for it; the answer is recorded.

    Raises:
        NotApprovedError: a person stopped the day, nobody answered in time, or nobody could be asked.
    """
    if not _may_ask(run):
        return
    asked = weigh(run)
    if asked is None or not asked.over:
        return
    said = answered(run, asked)
    if said is None:
        create_markdown_artifact(
            key=f"approval-{run.day}", markdown=shown(run.day, asked), description=f"{run.day} waits for a person"
        )
        said = record(run, asked, _ask(run, asked))
    if said.answer == "stop":
        raise NotApprovedError(run.day, run.lake, asked.reason, f"{said.who} stopped it: {said.why}")
    get_run_logger().info("%s goes on: %s, says %s: %s", run.day, asked.reason, said.who, said.why)


def record(run: Run, asked: Asked, said: Answer) -> Answer:
    """Keep an answer as data; gives it as it is kept, contact details masked."""
    recording(asked, said, datetime.now(UTC))(run)
    run.lake.publish_one(APPROVALS, run.day)
    return answered(run, asked) or said


def _may_ask(run: Run) -> bool:
    """Whether the settings want runs such as this one held: those of a deployment, or those that such a run started."""
    if run.settings.approval.ask != "deployed":
        return run.settings.approval.ask == "always"
    with get_client(sync_client=True) as client:
        return client.read_flow_run(UUID(flow_run.root_flow_run_id)).deployment_id is not None


def _ask(run: Run, asked: Asked) -> Answer:
    """Pause until somebody answers in the UI; the lake stays held, as the answer is on what is staged now."""
    if not PREFECT_API_URL.value():
        # A server that lives only as long as this run has no page to answer on.
        raise NotApprovedError(run.day, run.lake, asked.reason, "No server runs on which to ask")
    minutes = run.settings.approval.wait_minutes
    get_run_logger().warning("%s waits %s for a person: %s", run.day, counted(minutes, "minute"), asked.reason)
    form = Word.with_initial_data(description=shown(run.day, asked))
    since = datetime.now(UTC)
    server = PREFECT_API_URL.value().removesuffix("/api")
    waiting = Waiting(run.day, str(flow_run.id), server, since, since + timedelta(minutes=minutes))
    try:
        with telling(run.lake, waiting):
            said = pause_flow_run(wait_for_input=form, timeout=int(60 * minutes), poll_interval=_POLL_SECONDS)
    except FlowPauseTimeout:
        _take_up_again()
        raise NotApprovedError(
            run.day, run.lake, asked.reason, f"Nobody answered within {counted(minutes, 'minute')}"
        ) from None
    return Answer(said.answer, said.who, said.why)


def _take_up_again() -> None:
    """Call the run running again: of one whose pause ran out the server keeps its own message in place of ours."""
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(UUID(flow_run.id), Running(), force=True)
