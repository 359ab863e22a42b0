"""How well an account is tied to its group."""

import duckdb
import pytest

import tasks.campaigns
from tasks.campaigns.weights import SHIPPED, read_weights
from tasks.settings import Campaigns
from tasks.stage import sql


@pytest.mark.parametrize(
    ("used_up", "strangers", "exits", "member"),
    [(5, 0, 2, True), (5, 0, 1, False), (5, 5, 2, False), (1, 0, 2, False)],
)
def test_accounts_used_up_at_the_same_exits_belong_together(
    used_up: int, strangers: int, exits: int, member: bool
) -> None:
    """Five accounts that share exits and nothing else, with strangers behind them."""
    weights = read_weights(SHIPPED)
    with duckdb.connect() as con:
        con.execute("create table groups as select 'g' as group_id, 'a' || n as account_id from range(5) as numbers(n)")
        con.execute(
            f"""create table ties as select account_id, 'shared_address' as signal, 'exit ' || n as value,
                       {5 + strangers} as accounts from groups, range({exits}) as exits(n)"""
        )
        con.execute(f"create table used_up as select 'a' || n as account_id, true as burnt from range({used_up}) t(n)")
        con.execute("create table weights (signal varchar, membership double)")
        con.executemany("insert into weights values (?, ?)", list(weights.membership.items()))
        found = dict(con.sql(sql(tasks.campaigns.__file__, "tie_weights")).project("account_id, weight").fetchall())
    assert (found["a0"] >= Campaigns().min_member_weight) is member
