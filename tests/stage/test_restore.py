"""A partition that was lost or damaged is made again, the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.stages import STAGES
from tasks.contracts import PUBLISHED
from tasks.contracts.declaration import Table
from tasks.lake import Lake
from tests.stage.lakes import DAYS, digests, run_days


def _whole_partition(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def _manifest_only(folder: Path) -> None:
    (folder / "_manifest.json").unlink()


def _end_of_file(folder: Path) -> None:
    part = folder / "part-0.parquet"
    part.write_bytes(part.read_bytes()[:-7])


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: str(table.name))
def test_a_lost_partition_comes_back_the_same(lake: Path, table: Table) -> None:
    _damage_and_restore(lake, table, _whole_partition)


@pytest.mark.parametrize("damage", [_manifest_only, _end_of_file])
@pytest.mark.parametrize("table", [stage.writes[-1] for stage in STAGES], ids=lambda table: str(table.name))
def test_a_damaged_partition_comes_back_the_same(lake: Path, table: Table, damage: Callable[[Path], None]) -> None:
    _damage_and_restore(lake, table, damage)


def _damage_and_restore(lake: Path, table: Table, damage: Callable[[Path], None]) -> None:
    day, before = DAYS[0], digests(lake)
    damage(lake / table.name / f"dt={day}")
    assert Lake(lake).published(table, day) is None
    assert run_days(lake, [day]) == {7: {stage.name for stage in STAGES if table in stage.writes}}
    assert digests(lake) == before


def test_days_after_a_restored_one_have_nothing_to_do(lake: Path) -> None:
    _whole_partition(lake / "members" / f"dt={DAYS[0]}")
    assert run_days(lake) == {7: {"campaigns"}, 8: set(), 9: set()}
