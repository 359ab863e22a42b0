"""Whom the budget hits, and that nobody is limited where none is set."""

import duckdb
import pytest

import tasks.decisions
from tasks.stage import sql


@pytest.mark.parametrize(
    ("budget", "label", "limited"),
    [
        (None, "reseller", []),
        (100, "reseller", ["a", "b"]),
        (101, "reseller", []),
        # Their owners have done nothing.
        (100, "stolen_keys", []),
    ],
)
def test_members_of_a_campaign_above_the_budget_are_to_be_limited(
    budget: int | None, label: str, limited: list[str]
) -> None:
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'; set variable day = date '2026-09-07'")
    con.execute("set variable budget = ?::bigint", [budget])
    con.execute(
        "create table members as select * from (values ('c', 'a'), ('c', 'b'), ('d', 'x')) t(campaign_id, account_id)"
    )
    con.execute(
        f"create table campaigns as select campaign_id, 'low' as confidence, '{label}' as label, 2 as accounts "
        "from (values ('c'), ('d')) t(campaign_id)"
    )
    con.execute(
        "create table ledger_totals as select * from (values ('c', 101), ('d', 100)) t(campaign_id, output_tokens)"
    )
    query = sql(tasks.decisions.__file__, "decisions")
    rows = con.execute(
        f"select account_id, policy_id, reason from ({query}) where action = 'limit' order by 1"
    ).fetchall()
    assert [account for account, _, _ in rows] == limited
    assert {policy for _, policy, _ in rows} <= {"suspected-campaign-budget"}
    assert all("101 output tokens" in reason and "budget of 100" in reason for _, _, reason in rows)
