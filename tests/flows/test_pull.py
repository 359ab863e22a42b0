"""Pulling as a task of a flow."""

import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from tasks.errors import CallError, PortcullisError
from tasks.pull import pull, pull_day, pull_task
from tasks.pull.read import DatabaseFailedError
from tasks.stage import Run
from tests.pull.gateways import Gateway, run_of
from tests.servers import sqlite
from tests.sources.new_api_logs.build import billed

SECRET = "topsecret"


@pytest.fixture(scope="module")
def new_api() -> Iterator[Gateway]:
    """A gateway with one request."""
    with sqlite() as files:
        gateway = Gateway.made("new_api", files, "one")
        gateway.log(billed(1))
        yield gateway


def _flow(run: Run) -> State[Any]:
    @flow(name="pulls", persist_result=False)
    def pulls() -> State[Any]:
        try:
            return Completed(message="; ".join(pull(run)))
        except PortcullisError as error:
            return Failed(message=str(error), data=error)

    return pulls(return_state=True)


def test_pulled_in_a_flow(server: str, new_api: Gateway, tmp_path: Path) -> None:
    assert server
    ended = _flow(run_of(tmp_path, new_api.url, sources=("new_api_logs",)))
    assert str(ended.message).startswith("new_api_logs: 1 row of sqlite")


def test_a_refusal_ends_it_at_once(server: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert server
    with caplog.at_level(logging.INFO):
        ended = _flow(run_of(tmp_path, f"mongodb://reader:{SECRET}@127.0.0.1/oneapi"))
    assert isinstance(ended.result(raise_on_failure=False), CallError)
    assert "names a kind of database that is not read" in caplog.text
    assert "Traceback" not in caplog.text
    assert SECRET not in caplog.text


def test_a_server_that_is_not_there_is_asked_again(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert server
    monkeypatch.setattr(pull_task, "retry_delay_seconds", 0)
    asked: list[Run] = []

    def counted(run: Run) -> list[str]:
        asked.append(run)
        return pull_day(run)

    monkeypatch.setattr("tasks.pull.pull_day", counted)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with caplog.at_level(logging.INFO):
        ended = _flow(run_of(tmp_path, f"postgresql://reader:{SECRET}@127.0.0.1:{port}/oneapi"))
    assert isinstance(ended.result(raise_on_failure=False), DatabaseFailedError)
    assert len(asked) == 3
    assert "Traceback" not in caplog.text
    assert SECRET not in caplog.text
