"""What breaks around a run, and that a person is told and the next run mends it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
import yaml  # type: ignore[import-untyped]
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterParentFlowRunId
from prefect.client.schemas.objects import FlowRun
from prefect.events.schemas.automations import AutomationCore
from prefect.settings import PREFECT_API_URL, temporary_settings

from tests.flows.commands import ROOT, Ended, run, start
from tests.stage.lakes import DAYS, copied, digests, land

DAY = DAYS[2]
_ALONE = ("unshare", "--map-root-user", "--mount", "bash", "-euc")


@pytest.fixture
def unmade(finished: Path, tmp_path: Path) -> Path:
    """The finished lake without its last day."""
    lake = copied(finished, tmp_path / "lake")
    for folder in lake.glob(f"*/dt={DAY}"):
        shutil.rmtree(folder)
    return lake


def _until(found: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _at_work(lake: Path) -> bool:
    return any((lake / "_staging" / f"dt={DAY}").glob("*/_manifest.json"))


def _children(client: SyncPrefectClient, parent: UUID) -> list[FlowRun]:
    below = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[parent]))
    return client.read_flow_runs(flow_run_filter=below)


def test_a_killed_backfill_is_seen_as_crashed_and_mended(
    server: str, client: SyncPrefectClient, unmade: Path, finished: Path, tmp_path: Path
) -> None:
    command = ("flows.backfill", "--lake", unmade, "--start", DAY, "--end", DAY)
    with start(tmp_path / "home", *command, PREFECT_API_URL=server) as process:
        _until(lambda: _at_work(unmade))
        process.kill()
        process.communicate()
    named = UUID((unmade / "_private" / "lock").read_text().split()[1])
    before = [client.read_flow_run(named), *_children(client, named)]
    assert [each.state.type.value for each in before if each.state] == ["RUNNING", "RUNNING"]
    again = run(tmp_path / "home", *command, PREFECT_API_URL=server)
    assert again.status == 0, again
    assert f"the run before (process {process.pid}) died while it wrote to this lake" in again.out + again.err
    for each in before:
        state = client.read_flow_run(each.id).state
        assert state and state.is_crashed()
        assert f"its process ({process.pid}) died" in str(state.message)
    assert digests(unmade) == digests(finished)
    assert (unmade / "_private" / "lock").read_text() == ""


@contextmanager
def _server(home: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """A server that dies with the block; the next one in the same home knows what this one knew."""
    home.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        command,
        env=kept | {"HOME": str(home), "PREFECT_HOME": str(home / ".prefect"), "DO_NOT_TRACK": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    try:
        with temporary_settings({PREFECT_API_URL: f"http://127.0.0.1:{port}/api"}):
            _until(_answers)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers() -> bool:
    with get_client(sync_client=True) as client:
        return client.api_healthcheck() is None


def test_a_server_that_is_restarted_in_mid_run_and_one_that_is_gone(
    unmade: Path, finished: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = {"PREFECT_API_URL": f"http://127.0.0.1:{port}/api"}
    command = ("flows.daily", "--lake", unmade, "--date", DAY)
    with _server(tmp_path / "server", port):
        process = start(tmp_path / "home", *command, **url)
        _until(lambda: _at_work(unmade))
    with _server(tmp_path / "server", port), temporary_settings({PREFECT_API_URL: url["PREFECT_API_URL"]}):
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, Ended(process.returncode, out, err, 0)
        with get_client(sync_client=True) as client:
            (only,) = client.read_flow_runs()
        assert only.state and only.state.is_completed()
    assert digests(unmade) == digests(finished)
    # Something to do, or nobody asks the server.
    (unmade / "members" / f"dt={DAY}" / "_manifest.json").unlink()
    gone = run(tmp_path / "home", *command, **url)
    assert gone.status == 1, gone
    assert f"the Prefect server at {url['PREFECT_API_URL']} does not answer" in gone.err
    assert "then start this run again" in gone.err.splitlines()[-1]


def test_a_run_that_died_with_its_server_is_called_crashed_when_there_is_one_again(
    unmade: Path, tmp_path: Path
) -> None:
    """By Prefect's own watch, whose window is shortened to little more than the time from heartbeat to heartbeat."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    declared, _ = yaml.safe_load((ROOT / "deployments" / "automations.yaml").read_text())["automations"]
    declared["trigger"]["within"] = 35

    def lost() -> FlowRun:
        with get_client(sync_client=True) as client:
            (only,) = client.read_flow_runs()
        return only

    with temporary_settings({PREFECT_API_URL: url}):
        with _server(tmp_path / "server", port):
            with get_client(sync_client=True) as client:
                client.create_automation(AutomationCore.model_validate(declared))
            command = ("flows.daily", "--lake", unmade, "--date", DAY)
            with start(tmp_path / "home", *command, PREFECT_API_URL=url) as process:
                _until(lambda: _at_work(unmade))
                # What the server is told of reaches its watch, and the database, a moment later.
                time.sleep(5)
                process.kill()
                process.communicate()
        with _server(tmp_path / "server", port):
            assert lost().state_name == "Running"
            _until(lambda: lost().state_name == "Crashed")
            state = lost().state
            assert state and "Nothing was heard of it" in str(state.message)


def _alone(script: str, server: str, home: Path) -> str:
    """Run a script as root of mounts that nobody else sees."""
    if subprocess.run([*_ALONE, "mount -t tmpfs none /mnt"], capture_output=True).returncode:
        pytest.skip("no mounts of one's own here: unshare --map-root-user --mount is not allowed")
    home.mkdir()
    variables = {"PREFECT_API_URL": server, "HOME": str(home), "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([*_ALONE, script], env=os.environ | variables, capture_output=True, text=True, timeout=300)
    return ended.stdout + ended.stderr


def test_a_full_disk(server: str, unmade: Path, finished: Path, tmp_path: Path) -> None:
    day = f"{sys.executable} -m flows.daily --lake {tmp_path}/disk/lake --date {DAY}"
    said = _alone(
        f"""
        mkdir {tmp_path}/disk && mount -t tmpfs -o size=64m none {tmp_path}/disk && cp -a {unmade} {tmp_path}/disk/lake
        dd if=/dev/zero of={tmp_path}/disk/fill bs=1k count=100000 || truncate -s -200K {tmp_path}/disk/fill
        {day} && echo "ended well" || echo "status $?"
        ls {tmp_path}/disk/lake/requests
        {sys.executable} -m flows.doctor --lake {tmp_path}/disk/lake || true
        rm {tmp_path}/disk/fill
        {day} && echo "mended"
        cp -a {tmp_path}/disk/lake {tmp_path}/after
        """,
        server,
        tmp_path / "home",
    )
    assert "status 1\n" in said, said
    assert re.search(rf"stage landing failed on {DAY}: \w+: .*No space left", said), said
    assert f"Free room or mend the disk and run again: python -m flows.daily --lake {tmp_path}/disk/lake" in said
    assert re.search(r"^disk: .* 0 MB are free, 2026-09-08 takes \d+ MB\. Make room", said, re.MULTILINE), said
    assert "mended" in said, said
    assert digests(tmp_path / "after") == digests(finished)


def test_a_lake_that_is_read_only(server: str, unmade: Path, tmp_path: Path) -> None:
    said = _alone(
        f"""
        mount --bind {unmade} {unmade} && mount -o remount,bind,ro {unmade}
        {sys.executable} -m flows.daily --lake {unmade} --date {DAY} && echo "ended well" || echo "status $?"
        {sys.executable} -m flows.doctor --lake {unmade} || echo "doctor $?"
        """,
        server,
        tmp_path / "home",
    )
    assert "status 2\n" in said, said
    assert f"the lake {unmade} cannot be written to (Read-only file system); nothing was published" in said
    assert "doctor 1\n" in said, said
    assert f"disk: {unmade}: this user cannot write there, or it is mounted read-only" in said
    assert f"missing: {DAY}: requests landed and nothing is published. Run it: python -m flows.daily" in said


def test_a_lake_whose_lock_was_left_by_a_run_of_another_server(server: str, tmp_path: Path) -> None:
    lake = land(tmp_path / "lake")
    (lake / "_private").mkdir()
    (lake / "_private" / "lock").write_text("4711 5f0c3c5e-0000-4000-8000-000000000000")
    ended = run(tmp_path / "home", "flows.housekeeping", "--lake", lake, PREFECT_API_URL=server)
    assert ended.status == 0, ended
    assert "the run before (process 4711) died" in ended.out + ended.err
