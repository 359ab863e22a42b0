"""One writer at a time, and no lock that outlives its holder."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.errors import LakeBusyError
from tasks.lake.lock import writing


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


def test_another_lake_is_another_lock(holder: "subprocess.Popen[str]", tmp_path: Path) -> None:
    with writing(tmp_path / "other"):
        assert holder.poll() is None
