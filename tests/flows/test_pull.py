"""Pulling as a task of a flow."""

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect import flow

from tasks.errors import CallError
from tasks.pull import pull, pull_task
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


def _flow(run: Run) -> list[str]:
    @flow(name="pulls", persist_result=False)
    def pulls() -> list[str]:
        return pull(run)

    return pulls()


def test_pulled_in_a_flow(server: str, new_api: Gateway, tmp_path: Path) -> None:
    assert server
    assert _flow(run_of(tmp_path, new_api.url, sources=("new_api_logs",)))[0].startswith(
        "new_api_logs: 1 rows of sqlite"
    )


def test_a_refusal_ends_it_at_once(server: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert server
    with caplog.at_level(logging.DEBUG), pytest.raises(CallError, match="names a kind of database that is not read"):
        _flow(run_of(tmp_path, f"mongodb://reader:{SECRET}@127.0.0.1/oneapi"))
    assert "Traceback" not in caplog.text
    assert SECRET not in caplog.text


def test_a_server_that_is_not_there_is_asked_again(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert server
    monkeypatch.setattr(pull_task, "retry_delay_seconds", 0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    asked: list[str] = []
    monkeypatch.setattr("tasks.pull.read._code", lambda _: asked.append("asked") or "")
    with caplog.at_level(logging.DEBUG), pytest.raises(DatabaseFailedError, match="What landed before stays"):
        _flow(run_of(tmp_path, f"postgresql://reader:{SECRET}@127.0.0.1:{port}/oneapi"))
    assert len(asked) == 3
    assert SECRET not in caplog.text
