"""With no server running: the campaigns are found and printed, and what is done is not done again."""

import re
from pathlib import Path

import pytest

from flows.stages import STAGES
from tests.flows.commands import Ended, own_server_started, run
from tests.flows.conftest import RANGE, Backfilled
from tests.stage.lakes import DAYS, contents, copied, payloads


def test_backfill_ends_well_and_prints_the_campaigns(serverless: Backfilled) -> None:
    (ended,) = serverless.ended
    assert ended.status == 0, ended
    assert "Suspected campaigns as known at the end of 2026-09-09" in ended.out
    assert len(re.findall(r"c-[0-9a-f]{10} +│", ended.out)) == 2
    assert "Traceback" not in ended.out + ended.err


def test_its_own_server_is_gone_afterwards(serverless: Backfilled) -> None:
    assert own_server_started(serverless.home)
    running = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/environ") if _readable(path)]
    assert not [each for each in running if f"HOME={serverless.home}".encode() in each.split(b"\0")]


def _readable(path: Path) -> bool:
    try:
        return bool(path.read_bytes())
    except OSError:
        return False


def test_again_does_nothing_says_so_and_starts_no_server(serverless: Backfilled, tmp_path: Path) -> None:
    tables = [path for path in serverless.lake.iterdir() if path.name[0] != "_"]
    before = [contents(path) for path in tables]
    ended = run(tmp_path / "home", "flows.backfill", "--lake", serverless.lake, *RANGE)
    assert ended.status == 0, ended
    for day in DAYS:
        assert f"{day} is up to date ({len(STAGES)} stages)\n" in ended.out
    assert "Suspected campaigns as known at the end of 2026-09-09" in ended.out
    assert not own_server_started(tmp_path / "home")
    assert ended.seconds < 30
    assert [contents(path) for path in tables] == before


def test_daily_again_does_nothing_and_says_so(serverless: Backfilled, tmp_path: Path) -> None:
    ended = run(tmp_path / "home", "flows.daily", "--lake", serverless.lake, "--date", DAYS[0])
    assert ended.status == 0, ended
    assert len(re.findall(r"^2026-09-07 \w+: up to date \(.*\)$", ended.out, re.MULTILINE)) == len(STAGES)
    assert "Suspected campaigns as known at the end of 2026-09-07" in ended.out
    assert not own_server_started(tmp_path / "home")


@pytest.fixture(scope="module")
def refused(serverless: Backfilled, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """A day delivered anew with the rows of another, in a home that has its database already."""
    lake = copied(serverless.lake, tmp_path_factory.mktemp("refused") / "lake")
    payloads(lake, DAYS[1]).write_bytes(payloads(lake, DAYS[0]).read_bytes())
    return lake, run(serverless.home, "flows.daily", "--lake", lake, "--date", DAYS[1])


def test_a_refused_day_says_which_gate_column_and_count(refused: tuple[Path, Ended]) -> None:
    lake, ended = refused
    assert ended.status == 1, ended
    (message,) = [line for line in ended.err.splitlines() if line.startswith("gate landing refused 2026-09-08: table ")]
    assert re.search(r"column \S+: [\w ]+: saw [0-9.]+, limit at (most|least) [0-9.]+ \(", message)
    assert f"python -m flows.daily --lake {lake} --date 2026-09-08" in message
    assert "Traceback" not in ended.out + ended.err


def test_a_refused_day_leaves_what_was_published(refused: tuple[Path, Ended], serverless: Backfilled) -> None:
    lake, _ = refused
    for path in serverless.lake.iterdir():
        if path.name[0] != "_" and path.name != "landing":
            assert contents(lake / path.name) == contents(path)
