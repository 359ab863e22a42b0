"""made_up_clients and joint_client_change: what fires, what does not, and that chances hold."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pytest

import tasks.campaigns
from tasks.campaigns.clients import client_chances
from tasks.campaigns.draws import relevant
from tasks.campaigns.stratified import stratified_chances
from tasks.stage import sql
from tests.campaigns.null import holds, random_groups

# Versions of each of three products, and how many people use each of them.
CROWDED = np.array([0.6, 0.2, 0.1, *[0.02] * 5])
DAYS = 6


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the day of the test."""
    with duckdb.connect() as opened:
        opened.execute(f"set variable day = date '2026-09-{DAYS:02d}'")
        yield opened


def _user(dice: np.random.Generator) -> str:
    return f"tool{dice.integers(3)}/1.{dice.choice(8, p=CROWDED)} (linux)"


def _put(con: duckdb.DuckDBPyConnection, clients: dict[str, list[str]]) -> None:
    days = pd.DataFrame(
        [
            {"account_id": name, "dt": f"2026-09-{day + 1:02d}", "client": client}
            for name, used in clients.items()
            for day, client in enumerate(used)
        ]
    )
    con.register("days", days)
    con.execute("create or replace table account_days as select account_id, dt::date as dt, client from days")


def _cohort(con: duckdb.DuckDBPyConnection, cohort: pd.DataFrame) -> None:
    con.register("cohort", cohort)
    con.execute("create or replace table cohorts as select 'network' as family, * from cohort")


def _numbers(con: duckdb.DuckDBPyConnection, clients: dict[str, list[str]]) -> pd.DataFrame:
    _put(con, clients)
    found: pd.DataFrame = con.sql(sql(tasks.campaigns.__file__, "clients")).df()
    return found


def _people(dice: np.random.Generator, count: int = 600) -> dict[str, list[str]]:
    return {f"a{number:03d}": [_user(dice)] * DAYS for number in range(count)}


def _named(count: int) -> pd.DataFrame:
    return pd.DataFrame({"group_id": "g", "account_id": [f"b{number:02d}" for number in range(count)]})


def test_clients_drawn_evenly_fire_and_clients_drawn_as_people_have_them_do_not(con: duckdb.DuckDBPyConnection) -> None:
    dice = np.random.default_rng(1)
    people = _people(dice)
    even = {f"b{n:02d}": [f"tool{n % 3}/1.{n // 3 % 8} (linux)"] * DAYS for n in range(48)}
    found = client_chances(_numbers(con, people | even), _named(48))
    assert found["p_value"].item() <= 1e-4
    assert relevant(found).item()
    usual = {f"b{n:02d}": [_user(dice)] * DAYS for n in range(48)}
    assert client_chances(_numbers(con, people | usual), _named(48))["p_value"].item() > 0.01
    # One tool, one version: popular, and nobody's fault.
    same = {f"b{n:02d}": ["tool0/1.0 (linux)"] * DAYS for n in range(48)}
    assert client_chances(_numbers(con, people | same), _named(48))["p_value"].item() > 0.5


def test_chances_of_clients_hold(con: duckdb.DuckDBPyConnection) -> None:
    clients = _numbers(con, _people(np.random.default_rng(2)))
    found = client_chances(clients, random_groups(clients["account_id"].tolist(), 30, 200, seed=3))
    assert len(found) == 200
    assert holds(found["p_value"])


def test_a_fleet_that_changes_on_one_day_fires_and_an_update_of_everybodys_tool_does_not(
    con: duckdb.DuckDBPyConnection,
) -> None:
    dice = np.random.default_rng(4)
    people = _people(dice)
    counts = sql(tasks.campaigns.__file__, "client_changes")
    fleet = {f"b{n:02d}": [f"tool{n % 3}/1.0"] * 3 + [f"tool{n % 3}/1.{n % 7 + 1}"] * 3 for n in range(20)}
    _put(con, people | fleet)
    _cohort(con, _named(20))
    found = stratified_chances(con, counts)
    assert (found["statistic"].item(), found["cohort"].item()) == (20, 20)
    assert found["p_value"].item() < 1e-9
    # On one day everybody's tool0 updates itself.
    new = {name: used[:3] + ["tool0/2.0"] * 3 if used[0].startswith("tool0") else used for name, used in people.items()}
    same = {f"b{n:02d}": ["tool0/1.0"] * 3 + ["tool0/2.0"] * 3 for n in range(20)}
    _put(con, new | same)
    assert stratified_chances(con, counts)["p_value"].item() > 0.05
    # Two clients by turns are no change.
    by_turns = {f"b{n:02d}": ["tool0/1.0", "tool0/1.1"] * 3 for n in range(20)}
    _put(con, people | by_turns)
    assert stratified_chances(con, counts).empty


def test_chances_of_changes_hold(con: duckdb.DuckDBPyConnection) -> None:
    dice = np.random.default_rng(5)
    people = _people(dice)
    for used in people.values():
        if dice.random() < 0.6:
            day = dice.integers(1, DAYS)
            used[day:] = [f"{used[0]} new"] * (DAYS - day)
    _put(con, people)
    _cohort(con, random_groups(list(people), 30, 200, seed=6))
    found = stratified_chances(con, sql(tasks.campaigns.__file__, "client_changes"))
    assert len(found) == 200
    assert holds(found["p_value"])
