"""A Prefect server for all tests that need one, and lakes that the flows have run on.

A flow that runs in the tests' own process is judged plainly, as in `tests/landing`; one that is started as people start
it, by the gate itself.
"""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness

from tests.flows.commands import Ended, run, start
from tests.landing.conftest import plain_gate
from tests.stage.lakes import DAYS, land, payloads

__all__ = ["plain_gate"]
RANGE = ("--start", DAYS[0], "--end", DAYS[2])


@pytest.fixture(scope="session")
def server(_own_environment: None) -> Iterator[str]:
    """The address of a server on loopback, with a database of its own."""
    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield str(PREFECT_API_URL.value())


@dataclass(frozen=True)
class Backfilled:
    """A lake, the home that its runs had, how they ended, and when the first was started."""

    lake: Path
    home: Path
    ended: tuple[Ended, ...]
    started: datetime = field(default_factory=lambda: datetime.now(UTC))


@pytest.fixture(scope="session")
def _serverless_started(tmp_path_factory: pytest.TempPathFactory) -> "tuple[Path, subprocess.Popen[str]]":
    """The run of `serverless`, started early: most of it is waiting for Prefect's own server."""
    folder = tmp_path_factory.mktemp("serverless")
    lake = land(folder / "lake")
    return folder, start(folder / "home", "flows.backfill", "--lake", lake, *RANGE)


@pytest.fixture(scope="session")
def serverless(_serverless_started: "tuple[Path, subprocess.Popen[str]]") -> Backfilled:
    """The sample backfilled in a new home with no server running, as `make demo` does."""
    folder, process = _serverless_started
    out, err = process.communicate(timeout=300)
    return Backfilled(folder / "lake", folder / "home", (Ended(process.returncode, out, err, 0),))


@pytest.fixture(scope="session")
def served(
    _serverless_started: object, server: str, finished: Path, tmp_path_factory: pytest.TempPathFactory
) -> Backfilled:
    """The sample backfilled through a server: first with a second day that is refused, then with the right one."""
    folder = tmp_path_factory.mktemp("served")
    lake, home = land(folder / "lake"), folder / "home"
    # The key of the finished lake, so that digests compare.
    key = (finished / "_private" / "fingerprint.key").read_text()
    log = payloads(lake, DAYS[1])
    right = log.read_bytes()
    log.write_bytes(payloads(lake, DAYS[0]).read_bytes())
    command = ("flows.backfill", "--lake", lake, *RANGE)
    variables = {"PREFECT_API_URL": server, "PORTCULLIS_FINGERPRINT__KEY": key}
    started = datetime.now(UTC)
    first = run(home, *command, **variables)
    shutil.copytree(lake / "campaigns", folder / "campaigns-after-first")
    log.write_bytes(right)
    return Backfilled(lake, home, (first, run(home, *command, **variables)), started)


@pytest.fixture
def finished_key(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of the finished lake for all runs: the same campaigns have the same ids in every lake of the sample."""
    monkeypatch.setenv("PORTCULLIS_FINGERPRINT__KEY", (finished / "_private" / "fingerprint.key").read_text())


@pytest.fixture(scope="session")
def client(server: str) -> Iterator[SyncPrefectClient]:
    """A client of the server."""
    with get_client(sync_client=True) as found:
        yield found


@pytest.fixture(scope="session")
def artifacts(client: SyncPrefectClient, served: Backfilled) -> list[Any]:
    """Every artifact that the two backfills left, the newest first."""
    found: list[Any] = []
    while page := client.read_artifacts(limit=100, offset=len(found)):
        found += page
    own = [artifact for artifact in found if artifact.created >= served.started]
    return sorted(own, key=lambda artifact: str(artifact.created), reverse=True)
