"""What all tests share: a key of their own in place of the user's, and a finished lake to copy."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasks.gates import judge
from tests.stage.lakes import copied, land, run_days

# What takes longest is begun first: begun last, it would leave one of two processors idle. The first file makes the
# finished lake while the second needs none.
_FIRST = (
    *("served", "no_text", "serverless", "truth", "approval", "fuzz", "ui", "bigger", "kill", "breaking", "retake"),
    *("variations", "late_days", "restore", "every_source", "recompute", "same_digests", "verdict", "to_requests"),
)
# Files for which the same backfills are made: one worker runs them, and makes each once.
_TOGETHER = {f"tests/flows/test_{name}.py": "backfills of the sample" for name in _FIRST[:5]}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest before the others."""
    place = {f"test_{name}.py": number for number, name in enumerate(_FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Give workers one file after the other in this order, those that share their backfills as if they were one."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    class Files(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return _TOGETHER.get(file, file)

    # By itself it puts the files with most tests first, which are the quickest.
    config.option.loadscopereorder = False
    return Files(config, log)


@pytest.fixture(scope="session")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers see: each has its own temporary one beside those of the others."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def _own_environment(_shared: Path) -> Iterator[None]:
    """No setting and no key of the user who runs the tests, and nothing of theirs changed."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith("PORTCULLIS_")]:
            patch.delenv(name)
        patch.setenv("XDG_CONFIG_HOME", str(_shared / "config"))
        yield


@pytest.fixture(scope="session")
def finished(_shared: Path, _own_environment: None) -> Path:
    """The sample's three days, run and published without Prefect, once for all workers; to be read, never changed."""
    root, making = _shared / "finished", _shared / "making"
    with (_shared / "finished.lock").open("w") as lock, pytest.MonkeyPatch.context() as patch:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not root.exists():
            # By the gate itself, even where whoever asks first has put a plain judge in its place.
            patch.setattr("tasks.stage.judge", judge)
            run_days(land(making))
            making.rename(root)
    return root


@pytest.fixture
def lake(finished: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the finished lake to do anything to."""
    root = copied(finished, tmp_path / "lake")
    yield root
    shutil.rmtree(root)
