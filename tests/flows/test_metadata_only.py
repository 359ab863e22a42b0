"""Without text, without addresses, without accounts: each day still runs, and says which evidence was silent."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tasks.contracts import PUBLISHED
from tasks.lake import Lake
from tasks.reports import silent_families
from tests.stage.lakes import DAYS, land, payloads, read_lines, run_day, write_lines

Row = dict[str, Any]


def _without_text(row: Row) -> Row:
    return row | {"messages": None}


def _without_addresses(row: Row) -> Row:
    metadata = row["metadata"] | {"requester_ip_address": None, "user_agent": None}
    return row | {"requester_ip_address": None, "user_agent": None, "metadata": metadata}


def _as_it_is(row: Row) -> Row:
    return row


# What the days before give a later one without any of it is looked at once; the first day tells the rest.
CASES: dict[str, tuple[Callable[[Row], Row], bool, set[str], int]] = {
    "text": (_without_text, True, {"content", "extraction", "timing"}, 1),
    "addresses": (_without_addresses, True, {"network"}, 1),
    "accounts": (_as_it_is, False, {"identity", "payment"}, 1),
    "everything": (
        lambda row: _without_addresses(_without_text(row)),
        False,
        {"content", "extraction", "timing", "network", "identity", "payment"},
        3,
    ),
}


@pytest.mark.parametrize("label", CASES)
def test_a_day_runs_and_says_what_was_silent(tmp_path: Path, label: str) -> None:
    change, accounts, silent, number = CASES[label]
    days = DAYS[:number]
    root = land(tmp_path / "lake")
    for day in days:
        write_lines(payloads(root, day), [change(row) for row in read_lines(payloads(root, day))])
        if not accounts:
            for path in (root / "landing" / "accounts" / f"dt={day}").iterdir():
                path.unlink()
    outcomes = [run_day(root, day) for day in days][-1]
    assert set(silent_families(outcomes)) == silent
    assert {table: Lake(root).published(table, days[-1]) is not None for table in PUBLISHED} == dict.fromkeys(
        PUBLISHED, True
    )


def test_with_everything_nothing_is_silent(lake: Path) -> None:
    assert silent_families(run_day(lake, DAYS[0])) == {}
