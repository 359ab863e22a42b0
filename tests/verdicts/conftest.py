"""A lake after its first day, made once. Judged plainly, as in `tests/landing`."""

import shutil
from copy import deepcopy
from pathlib import Path

import pytest

from tasks.lake import Lake
from tests.campaigns.world import World
from tests.landing.conftest import plain_gate
from tests.verdicts.saying import Begun, accounts, ring

__all__ = ["plain_gate"]


@pytest.fixture(scope="package")
def _first_day(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    world = World()
    world.strangers(60)
    names = accounts(world, 10)
    ring(world, names)
    return Begun(world, world.run(tmp_path_factory.mktemp("begun")), names)


@pytest.fixture
def begun(_first_day: Begun, tmp_path: Path) -> Begun:
    """A copy to do anything to."""
    shutil.copytree(_first_day.lake.root, tmp_path / "lake")
    return Begun(deepcopy(_first_day.world), Lake(tmp_path / "lake"), list(_first_day.names))
