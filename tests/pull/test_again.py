"""What a second pull does to what the first one landed."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks.counted import counted
from tasks.stage import Run
from tests.landing.build import DAY
from tests.pull.gateways import Gateway, ids, landed_file, pulled, run_of
from tests.sources.new_api_logs.build import billed, user

LOGS, USERS = ("new_api_logs",), ("new_api_users",)


@pytest.fixture
def run(small: Gateway, tmp_path: Path) -> Run:
    """Three rows, pulled once."""
    small.log(billed(1), billed(2), billed(3))
    run = run_of(tmp_path, small.url, sources=LOGS)
    pulled(run)
    return run


def _today_is(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr("tasks.pull._today", lambda: day)


def _accounts(run: Run) -> list[str]:
    return sorted(path.name for path in landed_file(run, "accounts/dt={day}").glob("*"))


def test_the_same_rows_leave_the_file_alone(run: Run) -> None:
    before = landed_file(run).stat()
    assert "landed before, with nothing new" in pulled(run)[0]
    after = landed_file(run).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_in_another_order_they_are_the_same(run: Run, small: Gateway) -> None:
    before = landed_file(run).stat()
    first = pq.read_table(landed_file(run), partitioning=None)["id"].to_pylist()
    small.run(
        "create table kept as select * from logs",
        "drop table logs",
        "create table logs as select * from kept order by id desc",
    )
    pulled(run)
    assert landed_file(run).stat().st_ino == before.st_ino
    landed_file(run).unlink()
    pulled(run)
    assert pq.read_table(landed_file(run), partitioning=None)["id"].to_pylist() == first[::-1]


def test_a_change_is_landed(run: Run, small: Gateway) -> None:
    small.run("update logs set completion_tokens = 46 where id = 2")
    assert "3 rows of" in pulled(run)[0]
    assert "landed as" in pulled(run_of(run.lake.root / "other", small.url, sources=LOGS))[0]


def test_more_rows_are_landed(run: Run, small: Gateway) -> None:
    small.log(billed(4))
    pulled(run)
    assert ids(landed_file(run)) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("left", [1, 0])
def test_a_purged_table_takes_nothing_away(run: Run, small: Gateway, left: int) -> None:
    small.run(f"delete from logs where id > {left}")
    told = pulled(run)[0]
    assert f"has {counted(left, 'row')} of this day where 3 landed before" in told
    assert told.endswith("pulled-new_api_logs.parquet is kept")
    assert ids(landed_file(run)) == ["1", "2", "3"]


def test_no_rows_land_nothing(small: Gateway, tmp_path: Path) -> None:
    run = run_of(tmp_path, small.url)
    told = pulled(run)
    assert [sentence.endswith("has no rows of this day; nothing was landed") for sentence in told] == [True, True]
    assert not list((tmp_path / "landing").rglob("dt=*"))


def test_a_file_that_cannot_be_read_is_replaced(run: Run) -> None:
    landed_file(run).write_bytes(b"PAR1 cut")
    pulled(run)
    assert ids(landed_file(run)) == ["1", "2", "3"]


def test_other_files_of_the_day_are_left_alone(run: Run) -> None:
    export = landed_file(run).with_name("export.jsonl")
    export.write_text("{}")
    shutil.copy(landed_file(run), landed_file(run).with_name(".pulled-new_api_logs.parquet"))
    pulled(run)
    assert sorted(path.name for path in export.parent.iterdir()) == ["export.jsonl", "pulled-new_api_logs.parquet"]


def test_what_waits_is_hidden_and_goes_with_an_error(run: Run, small: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    small.log(billed(4))
    seen: list[list[str]] = []

    def broken(_: object) -> None:
        seen.append(sorted(path.name for path in landed_file(run).parent.iterdir()))
        raise KeyboardInterrupt

    monkeypatch.setattr("tasks.pull.file.sync", broken)
    with pytest.raises(KeyboardInterrupt):
        pulled(run)
    assert seen == [[".pulled-new_api_logs.parquet", "pulled-new_api_logs.parquet"]]
    assert [path.name for path in landed_file(run).parent.iterdir()] == ["pulled-new_api_logs.parquet"]
    assert ids(landed_file(run)) == ["1", "2", "3"]


def test_accounts_of_the_newest_day_are_told_anew(
    small: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _today_is(monkeypatch, DAY + timedelta(days=1))
    small.sign_up(user(11))
    run = run_of(tmp_path, small.url, sources=USERS)
    pulled(run)
    small.run("update users set email = 'new@example.com'")
    assert "landed as" in pulled(run)[0]
    assert _accounts(run) == ["pulled-new_api_users.parquet"]


def test_accounts_of_a_day_long_past_stay_as_they_were(
    small: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.sign_up(user(11))
    run = run_of(tmp_path, small.url, sources=USERS)
    _today_is(monkeypatch, DAY)
    pulled(run)
    small.run("update users set email = 'new@example.com'")
    before = landed_file(run, "accounts/dt={day}/pulled-new_api_users.parquet").read_bytes()
    _today_is(monkeypatch, DAY + timedelta(days=2))
    assert "the accounts that landed with this day are kept" in pulled(run)[0]
    assert landed_file(run, "accounts/dt={day}/pulled-new_api_users.parquet").read_bytes() == before


def test_accounts_pulled_late_say_so(small: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small.sign_up(user(11))
    run = run_of(tmp_path, small.url, sources=USERS)
    _today_is(monkeypatch, DAY + timedelta(days=40))
    pulled(run)
    assert _accounts(run) == ["pulled-new_api_users-seen-2026-10-18.parquet"]
    _today_is(monkeypatch, DAY + timedelta(days=41))
    assert "are kept" in pulled(run)[0]
    assert _accounts(run) == ["pulled-new_api_users-seen-2026-10-18.parquet"]
