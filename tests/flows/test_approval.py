"""A day that would newly suspect too many waits for a person, and does as that person says."""

import contextvars
import re
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest
from prefect.artifacts import Artifact
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.sorting import FlowRunSort
from prefect.flow_engine import run_flow

from flows.approve import approve
from flows.daily import daily
from tests.flows.commands import run
from tests.flows.conftest import Backfilled
from tests.flows.unpublished import unpublish
from tests.stage.lakes import DAYS, copied, digests

DAY = DAYS[1]
STRICT = {"PORTCULLIS_APPROVAL__MAX_NEW_SHARE": "0"}
REASON = "it would newly suspect 1 account, against 212 active"


@pytest.fixture
def waiting(lake: Path, finished_key: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lake whose second day is made and not published, under limits that it passes."""
    for name, value in STRICT.items():
        monkeypatch.setenv(name, value)
    unpublish(lake, DAY)
    return lake


def _run(lake: Path) -> State[Any]:
    state: State[Any] = daily(lake=lake, date=DAY, return_state=True)
    return state


def _beside(function: Callable[[], Any]) -> "Future[Any]":
    """Run it in a thread that sees the same server."""
    return ThreadPoolExecutor(1).submit(contextvars.copy_context().run, function)


def _paused(client: SyncPrefectClient, since: datetime) -> FlowRun:
    for _ in range(600):
        for each in client.read_flow_runs(sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=5):
            if each.state and each.state.is_paused() and each.expected_start_time and each.expected_start_time >= since:
                return each
        time.sleep(0.1)
    raise AssertionError("no run is paused")


def _answers(lake: Path) -> list[tuple[Any, ...]]:
    query = f"select answer, who, why, suspected from '{lake}/approvals/*/*.parquet' order by given_at"
    return duckdb.execute(query).fetchall()


def _of_deployment(client: SyncPrefectClient, lake: Path) -> State[Any]:
    """Run the day as a worker does."""
    deployment = client.create_deployment(
        flow_id=client.create_flow(daily), name="approval", enforce_parameter_schema=False
    )
    started = client.create_flow_run_from_deployment(deployment, parameters={"lake": str(lake), "date": str(DAY)})
    state: Any = run_flow(daily, flow_run=started, return_type="state")
    return cast(State[Any], state)


def test_a_deployed_day_pauses_shows_why_and_goes_on(client: SyncPrefectClient, waiting: Path, finished: Path) -> None:
    since = datetime.now(UTC)
    ending = _beside(lambda: _of_deployment(client, waiting))
    paused = _paused(client, since)
    card: Any = Artifact.get(f"approval-{DAY}")
    assert REASON in str(card.data).replace("&#46;", ".")
    assert not (waiting / "members" / f"dt={DAY}").exists()
    client.resume_flow_run(
        paused.id, run_input={"answer": "publish", "who": "staff 17, jo@example.org", "why": "looked at each"}
    )
    state = ending.result(120)
    assert state.is_completed(), state.message
    assert digests(waiting) == digests(finished)
    assert _answers(waiting) == [("publish", "staff 17, [e-mail]", "looked at each", 1)]


def test_others_are_told_for_what_the_lake_is_held_and_the_answer_reaches_the_run_that_waits(
    server: str, client: SyncPrefectClient, waiting: Path, finished: Path, tmp_path: Path
) -> None:
    since = datetime.now(UTC)
    ending = _beside(lambda: _of_deployment(client, waiting))
    paused = _paused(client, since)
    refused = run(tmp_path / "home", "flows.housekeeping", "--lake", waiting, PREFECT_API_URL=server)
    assert refused.status == 2, refused
    assert (
        f"flow run {paused.id} holds the lake {waiting} and waits for a person's word on {DAY}, since " in refused.err
    )
    assert f"python -m flows.approve --lake {waiting} --date {DAY} --answer publish|stop" in refused.err
    assert f"{server.removesuffix('/api')}/v2/runs/flow-run/{paused.id}" in refused.err
    times = re.search(r"since (.{16}) and until (.{16}) UTC", refused.err)
    assert times
    began, end = map(datetime.fromisoformat, times.groups())
    assert end - began == timedelta(minutes=240)
    assert approve(DAYS[0], "publish", "staff 3", "another day", waiting, return_state=True).is_failed()
    answer = (
        "flows.approve",
        "--lake",
        waiting,
        "--date",
        DAY,
        "--answer",
        "publish",
        "--who",
        "staff 3",
        "--why",
        "ok",
    )
    told = run(tmp_path / "home", *answer, PREFECT_API_URL=server)
    assert told.status == 0, told
    assert f"told flow run {paused.id}, which waits for it: publish {DAY}" in told.out
    assert ending.result(120).is_completed()
    assert _answers(waiting) == [("publish", "staff 3", "ok", 1)]
    assert digests(waiting) == digests(finished)
    assert not (waiting / "_private" / "waiting").exists()


def test_stopped_stays_stopped_until_a_person_says_otherwise(
    client: SyncPrefectClient, waiting: Path, finished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTCULLIS_APPROVAL__ASK", "always")
    since = datetime.now(UTC)
    ending = _beside(lambda: _run(waiting))
    stop = {"answer": "stop", "who": "staff 17", "why": "a class; ask jo@example.org \x1b[31mnow"}
    client.resume_flow_run(_paused(client, since).id, run_input=stop)
    first = ending.result(120)
    again = _run(waiting)
    for state in (first, again):
        assert state.is_failed()
        assert f"{DAY} is not published: {REASON}" in str(state.message)
        assert "staff 17 stopped it: a class; ask [e-mail] [31mnow. Nothing" in str(state.message)
        assert f"python -m flows.approve --lake {waiting} --date {DAY} --answer publish" in str(state.message)
    assert not (waiting / "members" / f"dt={DAY}").exists()
    said: Any = approve(DAY, "publish", "staff 3", "no class", waiting, return_state=True)
    assert said.is_completed(), said.message
    assert digests(waiting) == digests(finished)
    assert [answer[:2] for answer in _answers(waiting)] == [("stop", "staff 17"), ("publish", "staff 3")]


def test_nobody_answers(client: SyncPrefectClient, waiting: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTCULLIS_APPROVAL__ASK", "always")
    monkeypatch.setenv("PORTCULLIS_APPROVAL__WAIT_MINUTES", "0.05")
    since = datetime.now(UTC)
    state = _run(waiting)
    assert state.is_failed()
    assert "Nobody answered within 0.05 minutes" in str(state.message)
    kept = client.read_flow_runs(sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=1)[0]
    assert kept.expected_start_time and kept.expected_start_time >= since
    assert kept.state and "Nobody answered within 0.05 minutes" in str(kept.state.message)
    assert not (waiting / "approvals").exists()
    assert not (waiting / "members" / f"dt={DAY}").exists()


def test_a_run_of_no_deployment_is_not_asked_about(server: str, waiting: Path, finished: Path) -> None:
    state = _run(waiting)
    assert state.is_completed(), state.message
    assert digests(waiting) == digests(finished)


def test_nothing_waits(server: str, lake: Path) -> None:
    state: Any = approve(DAY, "publish", "staff 3", "why not", lake, return_state=True)
    assert state.is_failed()
    assert f"nothing of {DAY} waits for a person's word" in str(state.message)


def test_with_no_server_the_command_is_named(serverless: Backfilled, tmp_path: Path) -> None:
    lake = copied(serverless.lake, tmp_path / "lake")
    unpublish(lake, DAY)
    always = STRICT | {"PORTCULLIS_APPROVAL__ASK": "always"}
    ended = run(serverless.home, "flows.daily", "--lake", lake, "--date", DAY, **always)
    assert ended.status == 1, ended
    assert "No server runs on which to ask" in ended.err
    assert f"python -m flows.approve --lake {lake} --date {DAY} --answer publish --who NAME --why TEXT" in ended.err
