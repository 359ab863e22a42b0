"""A group that strangers left is judged again by who remains; the others stay as they were judged."""

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

from tasks.campaigns.fuse import Fused
from tasks.campaigns.judging import Judged
from tasks.campaigns.reasons import LIKELY
from tasks.campaigns.remaining import judge_remaining

RATE = 0.01


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A group of three and one of two."""
    with duckdb.connect() as connection:
        connection.execute("create table groups (group_id varchar, account_id varchar)")
        connection.execute("insert into groups values ('a', 'a1'), ('a', 'a2'), ('a', 'a3'), ('b', 'b1'), ('b', 'b2')")
        yield connection


def _judged(accounts: dict[str, int], reason: str | None = None, p_value: float = 1e-9) -> Judged:
    groups = pd.DataFrame({"group_id": list(accounts), "accounts": list(accounts.values())}).assign(
        reason=reason, p_value=p_value
    )
    told = groups[["group_id"]].assign(signal=reason or "shared_address")
    return Judged(Fused(groups, told), told, told)


def test_only_what_has_become_smaller_is_judged_again(con: duckdb.DuckDBPyConnection) -> None:
    seen = []

    def judge() -> Judged:
        seen.extend(con.sql("select distinct group_id from groups").fetchall())
        return _judged({"a": 3}, "held back")

    judged = judge_remaining(con, _judged({"a": 5, "b": 2}), judge, RATE)
    assert seen == [("a",)]
    assert dict(judged.fused.groups[["group_id", "reason"]].to_numpy()) == {"b": None, "a": "held back"}
    for told in (judged.fused.tested, judged.showing, judged.against):
        assert dict(told.to_numpy()) == {"b": "shared_address", "a": "held back"}
    assert len(con.sql("from groups")) == 5


@pytest.mark.parametrize("before", [_judged({"a": 3, "b": 2}), _judged({"a": 5, "b": 2}, "held back")])
def test_what_lost_nobody_or_did_not_pass_is_left(con: duckdb.DuckDBPyConnection, before: Judged) -> None:
    def judge() -> Judged:
        raise AssertionError

    after = judge_remaining(con, before, judge, RATE)
    assert after.fused.groups.equals(before.fused.groups)


def test_false_discoveries_are_held_down_over_all_groups(con: duckdb.DuckDBPyConnection) -> None:
    """What a chance of .008 says of one group of one it does not say of one of two."""
    before = _judged({"a": 5, "b": 2}, "held back", p_value=1.0)
    before.fused.groups.loc[before.fused.groups["group_id"] == "a", "reason"] = None
    judged = judge_remaining(con, before, lambda: _judged({"a": 3}, p_value=0.008), RATE)
    assert dict(judged.fused.groups[["group_id", "reason"]].to_numpy()) == {"b": "held back", "a": LIKELY}
