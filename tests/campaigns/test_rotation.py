"""co_rotation: what fires, what does not, and that chances hold."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest

import tasks.campaigns
from tasks.campaigns.rotation import rotation_chances
from tasks.stage import sql
from tests.campaigns.null import holds

Stay = dict[str, object]
ROTATION = sql(tasks.campaigns.__file__, "rotation")


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in UTC."""
    with duckdb.connect() as opened:
        opened.execute("set timezone = 'UTC'")
        yield opened


def _stay(group: str, account: str, network: str, hour: int) -> Stay:
    at = datetime(2026, 9, 1) + timedelta(hours=hour)
    return {"group_id": group, "account_id": account, "network": network, "first_ts": at, "dt": at.date()}


def _tested(con: duckdb.DuckDBPyConnection, stays: list[Stay]) -> pd.DataFrame:
    con.register("stays", pd.DataFrame(stays))
    con.execute("create or replace table contexts as select account_id, network, first_ts, dt::date as dt from stays")
    con.execute(
        "create or replace table cohorts as select distinct 'network' as family, group_id, account_id from stays"
    )
    return rotation_chances(con, ROTATION)


def test_a_pool_gone_round_in_one_order_fires(con: duckdb.DuckDBPyConnection) -> None:
    stays = [_stay("g", f"a{a:02d}", f"exit{(a + day) % 12}", 24 * day + a % 5) for a in range(12) for day in range(5)]
    found = _tested(con, stays)
    assert (found["statistic"].item(), found["cohort"].item()) == (12, 12)
    assert found["p_value"].item() <= 1e-3


def test_a_pool_drawn_at_random_does_not_fire(con: duckdb.DuckDBPyConnection) -> None:
    dice = np.random.default_rng(1)
    stays = [_stay("g", f"a{a:02d}", f"exit{dice.integers(12)}", 24 * day) for a in range(12) for day in range(5)]
    assert _tested(con, stays)["p_value"].item() > 0.01


def test_offices_and_homes_do_not_fire(con: duckdb.DuckDBPyConnection) -> None:
    """To one of four offices by day, and by night home or, for half of them, to one of two common VPN exits."""
    dice = np.random.default_rng(3)
    stays = [
        _stay("g", f"a{a:02d}", place, 24 * day + hour)
        for a in range(20)
        for day in range(6)
        for hour, place in ((9, f"office{dice.integers(4)}"), (20, f"vpn{dice.integers(2)}" if a % 2 else f"home{a}"))
    ]
    assert _tested(con, stays)["p_value"].item() > 0.01


def test_a_firm_that_moves_house_is_not_asked(con: duckdb.DuckDBPyConnection) -> None:
    stays = [_stay("g", f"a{a:02d}", "old" if day < 3 else "new", 24 * day) for a in range(20) for day in range(6)]
    assert _tested(con, stays).empty


def test_chances_hold_for_accounts_that_go_as_they_like(con: duckdb.DuckDBPyConnection) -> None:
    """Popular and rare exits, so that what is common says nothing of who follows whom."""
    dice = np.random.default_rng(2)
    share = np.array([0.4, 0.2, 0.1, 0.1, *[0.04] * 5])
    stays = [
        _stay(f"g{g:03d}", f"g{g:03d} a{a:02d}", f"exit{dice.choice(9, p=share)}", 24 * day)
        for g in range(150)
        for a in range(10)
        for day in range(7)
    ]
    found = _tested(con, stays)
    assert len(found) > 140
    assert holds(found["p_value"])
