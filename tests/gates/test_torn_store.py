"""A file that a killed run or a full disk left half written under `_gates` stops no later run."""

import fcntl
import shutil
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from pathlib import Path

import pytest

from tasks.gates import judge
from tasks.gates.rules import Rule
from tests.gates.tiny import DAY

RULE = Rule("t", "c", "a number", "t c: a number", "it is wrong", 1, None)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which a gate has judged."""
    folder = tmp_path_factory.mktemp("judged") / "_gates"
    judge("torn", DAY, [RULE], {RULE.metric: 2.0}, folder)
    return folder


@pytest.mark.parametrize("left", [0, 0.5], ids=["empty", "half"])
@pytest.mark.parametrize(
    "name",
    [
        "gx/great_expectations.yml",
        "gx/uncommitted/config_variables.yml",
        "gx/expectations/torn.json",
        "gx/validation_definitions/torn.json",
    ],
)
def test_a_torn_file_is_made_anew(judged: Path, tmp_path: Path, name: str, left: float) -> None:
    folder = tmp_path / "_gates"
    shutil.copytree(judged, folder)
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: int(len(content) * left)])
    (verdict,) = judge("torn", DAY, [RULE], {RULE.metric: 2.0}, folder)
    assert verdict.word == "pass"


def test_a_torn_result_is_written_over(judged: Path, tmp_path: Path) -> None:
    folder = tmp_path / "_gates"
    shutil.copytree(judged, folder)
    (result,) = folder.glob("gx/uncommitted/validations/torn/*/*/*.json")
    result.write_bytes(b"")
    judge("torn", DAY, [RULE], {RULE.metric: 2.0}, folder)
    assert result.read_bytes()


def test_workers_of_one_machine_judge_one_after_the_other(judged: Path, tmp_path: Path) -> None:
    """A second one would find a store that the first has half written, and make it anew under its hands."""
    folder = tmp_path / "_gates"
    folder.mkdir()
    with ThreadPoolExecutor(1) as pool:
        with (folder / "gx.lock").open("w") as other:
            fcntl.flock(other, fcntl.LOCK_EX)
            waiting = pool.submit(judge, "torn", DAY, [RULE], {RULE.metric: 2.0}, folder)
            with pytest.raises(StillWaiting):
                waiting.result(timeout=1)
            assert [each.name for each in folder.iterdir()] == ["gx.lock"]
        (verdict,) = waiting.result(timeout=60)
    assert verdict.word == "pass"
