"""One writer at a time, and no lock that outlives its holder."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tasks.errors import LakeBusyError
from tasks.lake import Lake
from tasks.lake.lock import writing
from tasks.lake.waiting import Waiting, telling, waited_for


@pytest.fixture
def holder(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that writes to the lake at `tmp_path`."""
    with _start(tmp_path) as process:
        assert process.stdout and process.stdout.readline() == "holding\n"
        yield process
        process.kill()


def _start(root: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.lake.holder", str(root)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_second_writer_is_told_who_writes(holder: "subprocess.Popen[str]", tmp_path: Path) -> None:
    told = rf"process {holder.pid}\b.*{tmp_path}.*start this one again"
    with pytest.raises(LakeBusyError, match=told) as busy, writing(tmp_path):
        pass
    assert busy.value.exit_status == 2
    with _start(tmp_path) as second:
        said, _ = second.communicate()
    assert second.returncode == 2
    assert said.startswith(f"busy 2 another run (process {holder.pid})")


def test_the_lock_is_free_after_its_holder_was_killed(holder: "subprocess.Popen[str]", tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    with writing(tmp_path):
        pass


def test_the_lock_is_free_after_its_holder_ended(holder: "subprocess.Popen[str]", tmp_path: Path) -> None:
    holder.communicate()
    with writing(tmp_path):
        pass


def test_the_holder_may_enter_again_and_still_holds(tmp_path: Path) -> None:
    with writing(tmp_path):
        with writing(tmp_path):
            pass
        with _start(tmp_path) as second:
            said, _ = second.communicate()
        assert said.startswith("busy 2 ")


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path):
        _ = 1 / 0
    with _start(tmp_path) as second:
        said, _ = second.communicate()
    assert said == "holding\n"


def test_what_one_that_died_waited_for_is_told_no_more(tmp_path: Path) -> None:
    now = datetime(2026, 9, 9, 12, tzinfo=UTC)
    waiting = Waiting(now.date(), "5f0c3c5e", "http://127.0.0.1:4200", now, now + timedelta(hours=4))
    with pytest.raises(KeyboardInterrupt), telling(Lake(tmp_path), waiting):
        # As a process that is killed, it takes away nothing.
        shutil.copytree(tmp_path / "_private", tmp_path / "kept")
        raise KeyboardInterrupt
    shutil.copytree(tmp_path / "kept", tmp_path / "_private", dirs_exist_ok=True)
    assert waited_for(Lake(tmp_path)) == waiting
    with writing(tmp_path):
        assert waited_for(Lake(tmp_path)) is None


def test_another_lake_is_another_lock(holder: "subprocess.Popen[str]", tmp_path: Path) -> None:
    with writing(tmp_path / "other"):
        assert holder.poll() is None
