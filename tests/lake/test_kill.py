"""A run killed at any moment leaves whole partitions, and the next one ends as if nothing had been."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks.contracts import PUBLISHED
from tasks.lake.lock import writing
from tests.stage.lakes import DAYS, change_row, copied, digests, run_day

DAY = DAYS[1]
Killer = Callable[[Path, str], str]


@pytest.fixture(scope="module")
def changed(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished lake with another landing on its second day."""
    root = copied(finished, tmp_path_factory.mktemp("changed") / "lake")
    for tokens in (11111, 22222, 33333):
        change_row(root, DAY, lambda row: row["status"] == "success", completion_tokens=tokens, prompt_tokens=tokens)
    return root


@pytest.fixture(scope="module")
def undisturbed(changed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(changed, tmp_path_factory.mktemp("undisturbed") / "lake")
    run_day(root, DAY)
    return root


@pytest.fixture(scope="module")
def killer() -> Iterator[Callable[[Path, str], str]]:
    """Runs the day on a lake in a process that is killed as told; see `tests.lake.killed`."""
    command = [sys.executable, "-m", "tests.lake.killed", str(DAY)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        into, out = process.stdin, process.stdout
        assert into and out and out.readline() == "ready\n"

        def kill(lake: Path, how: str) -> str:
            into.write(f"{lake} {how}\n")
            into.flush()
            return out.readline().strip()

        yield kill
        process.communicate()


def _assert_whole(lake: Path, finished: Path, undisturbed: Path) -> None:
    """Every file that a reader finds is, to the row, that of the version before or of the one after."""
    for table in PUBLISHED:
        for day in DAYS:
            name = f"{table.name}/dt={day}"
            assert [path.name for path in (lake / name).glob("*.parquet")] == ["part-0.parquet"]
            found = pq.read_table(lake / name / "part-0.parquet", partitioning=None)
            versions = [
                pq.read_table(root / name / "part-0.parquet", partitioning=None) for root in (finished, undisturbed)
            ]
            assert any(found.equals(version) for version in versions), name


def _assert_finishes(lake: Path, undisturbed: Path) -> None:
    run_day(lake, DAY)
    assert digests(lake) == digests(undisturbed)
    assert not (lake / "_staging" / f"dt={DAY}").exists()


@pytest.mark.long
def test_killed_at_random_moments(
    killer: Killer, changed: Path, finished: Path, undisturbed: Path, tmp_path: Path
) -> None:
    dice, ended = random.Random(), []
    for number in range(2):
        lake = copied(changed, tmp_path / f"lake-{number}")
        for _ in range(6):
            how = f"after {dice.uniform(0.02, 1.2):.3f}"
            ended.append((killer(lake, how), how))
            _assert_whole(lake, finished, undisturbed)
        _assert_finishes(lake, undisturbed)
    assert "killed" in {answer for answer, _ in ended}, ended


def test_killed_at_each_rename(
    killer: Killer, changed: Path, finished: Path, undisturbed: Path, tmp_path: Path
) -> None:
    lake = copied(changed, tmp_path / "lake")
    # Each try goes on where the last was killed, some renames further, through staging and publishing.
    answers = [killer(lake, f"at {number}") for number in (2, 4, 3, 4, 1, 4, 7, 1)]
    _assert_whole(lake, finished, undisturbed)
    assert set(answers) == {"killed"}
    _assert_finishes(lake, undisturbed)


def test_nothing_of_a_killed_run_is_left(lake: Path) -> None:
    (lake / "_staging" / "spill-killed").mkdir()
    (lake / "decisions" / f"dt={DAY}" / "_manifest.json").unlink()
    with writing(lake):
        run_day(lake, DAY)
    assert [path.name for path in (lake / "_staging").iterdir()] == []
