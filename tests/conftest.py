"""What all tests share: a key of their own in place of the user's, and a finished lake to copy."""

import atexit
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage.lakes import copied, land, run_days


def pytest_unconfigure() -> None:
    """After the last line for people, close stderr to what DuckDB's binding counts at the very end."""
    atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what starts servers and browsers: begun last, it would leave one of two processors idle."""
    items.sort(key=lambda item: (item.path.name != "test_ui.py", item.path.parent.name != "flows"))


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting and no key of the user who runs the tests, and nothing of theirs changed."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith("PORTCULLIS_")]:
            patch.delenv(name)
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's three days, run and published without Prefect; to be read, never changed."""
    root = tmp_path_factory.mktemp("finished") / "lake"
    land(root)
    run_days(root)
    return root


@pytest.fixture
def lake(finished: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the finished lake to do anything to."""
    root = copied(finished, tmp_path / "lake")
    yield root
    shutil.rmtree(root)
