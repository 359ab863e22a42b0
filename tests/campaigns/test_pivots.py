"""Who turns to a new model on its first day tells something only beside others that do as much."""

import duckdb
import pytest

import tasks.campaigns
from tasks.campaigns.stratified import stratified_chances
from tasks.stage import sql

# Of a hundred accounts that ask a hundred times a day all have tried the new model, of those that ask twice one in ten.
ACCOUNT_DAYS = """
select name as account_id, date '2026-09-07' + day::int as dt, if(busy, 100, 2) as requests,
       if(day = 1 and (busy or number % 10 = 0 or name in (from group_of)), ['old', 'new'], ['old']) as models_used
from (select number, number < 100 as busy, 'a' || number as name from range(400) as numbers(number)),
     range(2) as days(day)
"""


@pytest.mark.parametrize(("first", "told"), [(0, False), (200, True)])
def test_accounts_that_turn_together_are_held_against_those_that_do_as_much(first: int, told: bool) -> None:
    with duckdb.connect() as con:
        con.execute("set variable day = date '2026-09-08'")
        con.execute(f"create table group_of as select 'a' || n as name from range({first}, {first + 12}) as numbers(n)")
        con.execute(f"create table account_days as {ACCOUNT_DAYS}")
        con.execute("create table timed as select 'g' as group_id, name as account_id from group_of")
        con.execute(f"create table releases as {sql(tasks.campaigns.__file__, 'releases')}")
        (found,) = stratified_chances(con, sql(tasks.campaigns.__file__, "pivots")).to_dict("records")
    assert (found["statistic"], found["cohort"]) == (12, 12)
    assert (found["p_value"] < 1e-6) is told
    assert told or found["p_value"] == pytest.approx(1)
