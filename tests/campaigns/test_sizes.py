"""Whether accounts that were used up began at once: an event's do, and two events'; a farm's come one after another."""

from datetime import datetime, timedelta

import duckdb
import pandas as pd
import pytest

import tasks.campaigns
from tasks.stage import sql

START = datetime(2026, 9, 7, 9)


@pytest.mark.parametrize(
    ("hours", "exits", "at_once"),
    [
        pytest.param([0] * 20, [0] * 20, True, id="one event"),
        pytest.param([0] * 10 + [50] * 30, [0] * 10 + [1] * 30, True, id="two events, a room each"),
        pytest.param([0] * 22 + [50] * 18, [0] * 22 + [None] * 18, False, id="some are nowhere"),
        pytest.param([0] * 10 + [50] * 30, [0] * 40, False, id="a farm that makes its accounts in two lots"),
        pytest.param([30 * (n // 10) for n in range(80)], [n // 10 for n in range(80)], False, id="a farm's lots"),
        pytest.param([8 * n for n in range(20)], [0] * 20, False, id="a farm that makes one after another"),
        pytest.param([8 * n for n in range(20)], list(range(20)), False, id="a farm with an exit for each"),
    ],
)
def test_who_began_at_once(hours: list[int], exits: list[int | None], at_once: bool) -> None:
    rows = pd.DataFrame({"begun": [START + timedelta(hours=each) for each in hours], "value": exits})
    with duckdb.connect() as con:
        con.register("rows", rows.assign(account_id=[f"a{number:02}" for number in range(len(rows))]))
        con.execute("create table groups as select 'g' as group_id, account_id from rows")
        con.execute("create table used_up as select account_id, begun, true as burnt from rows")
        con.execute(
            "create table ties as select account_id, 'shared_address' as signal, value::varchar as value from rows"
        )
        assert con.sql(sql(tasks.campaigns.__file__, "sizes")).fetchall() == [("g", len(rows), at_once)]
