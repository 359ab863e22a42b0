"""Who was made with a group that passed, and works from its exits, belongs to it; strangers behind one exit do not."""

import duckdb
import pandas as pd
import pytest

import tasks.campaigns
from tasks.campaigns.beside import take_in
from tasks.campaigns.fuse import Fused
from tasks.stage import sql

WEIGHT = 1.5


def _belonging(made: str, corpus: str | None, burnt: bool, others: int = 0) -> set[str]:
    """Who belongs, of four members at one exit, one account beside them, and `others` there."""
    with duckdb.connect() as con:
        rows: list[tuple[str, str, str | None, bool]] = [(f"m{n}", "2026-09-01", "trade", False) for n in range(4)]
        rows += [("beside", made, corpus, burnt)] + [(f"o{n}", "2025-01-01", None, False) for n in range(others)]
        con.register("rows", pd.DataFrame(rows, columns=["account_id", "created_at", "corpus", "burnt"]))
        con.execute("create table everybody as select account_id, created_at::timestamptz as created_at from rows")
        con.execute("create table ties as select account_id, 'shared_address' as signal, 'exit' as value from rows")
        con.execute("create table used_up as select account_id, burnt from rows")
        con.execute("create table corpora as select account_id, corpus from rows where corpus is not null")
        con.execute("create table standing (account_id varchar, verdict varchar)")
        con.execute("create table groups as select 'g' as group_id, account_id from rows where account_id like 'm%'")
        con.execute("create table belonging as select *, 2.0 as weight from groups")
        take_in(con, Fused(pd.DataFrame({"group_id": ["g"], "reason": [None]}), pd.DataFrame()), WEIGHT)
        return {account for (account,) in con.sql("select account_id from belonging").fetchall()}


@pytest.mark.parametrize(
    ("made", "corpus", "burnt", "others", "belongs"),
    [
        pytest.param("2026-09-01", "trade", False, 0, True, id="made with them, and does what they do"),
        pytest.param("2026-05-01", "trade", False, 0, False, id="made at another time"),
        pytest.param("2026-09-01", "recipes", False, 0, False, id="writes about other things"),
        pytest.param("2026-09-01", None, False, 0, False, id="writes nothing that is known"),
        pytest.param("2026-09-01", "trade", False, 3, False, id="behind an exit that others use"),
    ],
)
def test_who_stands_beside_a_group(made: str, corpus: str | None, burnt: bool, others: int, belongs: bool) -> None:
    assert ("beside" in _belonging(made, corpus, burnt, others)) is belongs


def test_who_is_left_alone_is_no_group() -> None:
    with duckdb.connect() as con:
        con.execute("create table groups (group_id varchar, account_id varchar)")
        con.execute("insert into groups values ('one', 'a'), ('two', 'b'), ('two', 'c')")
        con.execute("create table judged (group_id varchar, families varchar[], p_value double, reason varchar)")
        con.execute("insert into judged select distinct group_id, ['network'], 0.5, 'weak' from groups")
        con.execute("create table findings (group_id varchar, signal varchar, supports boolean)")
        found = con.sql(sql(tasks.campaigns.__file__, "candidates")).project("account_id, group_accounts").order("1")
        assert found.fetchall() == [("b", 2), ("c", 2)]
