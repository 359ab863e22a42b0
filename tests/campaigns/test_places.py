"""contradicting_places: what fires, what does not; which countries these are changes nothing."""

from collections.abc import Iterator, Mapping
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

import tasks.campaigns
from tasks.campaigns.chances import counted
from tasks.campaigns.weights import LINKING, SHIPPED, SIGNALS, read_weights
from tasks.stage import sql
from tests.campaigns.null import holds, random_groups

COUNTRIES = ["DE", "CN", "US", "NG", "JP"]
DAY = date(2026, 9, 7)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the day of the test."""
    with duckdb.connect() as opened:
        opened.execute("set timezone = 'UTC'")
        opened.execute(f"set variable day = date '{DAY}'")
        yield opened


def _people(dice: np.random.Generator, count: int = 400, abroad: float = 0.05) -> pd.DataFrame:
    """At home in a country each, by day; a few with a card, or on a journey, elsewhere."""
    home = dice.choice(COUNTRIES, count)
    return pd.DataFrame(
        {
            "account_id": [f"a{number:03d}" for number in range(count)],
            "declared_country": home,
            "billing_country": home,
            "payment_country": np.where(dice.random(count) < abroad, dice.choice(COUNTRIES, count), home),
            "timezone": "Etc/UTC",
            "country": np.where(dice.random(count) < abroad, dice.choice(COUNTRIES, count), home),
            "starts": 9,
        }
    )


def _tested(con: duckdb.DuckDBPyConnection, people: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    con.register("people", people)
    con.register("groups", groups)
    con.execute("create or replace table accounts as select * exclude (country, starts) from people")
    con.execute(
        """create or replace table account_days as
        select account_id, dt, 20 as requests, country, 20 as in_country,
               list_transform(range(24), lambda h: if(h between starts and starts + 4, 4, 0)) as by_hour
        from people, (select unnest([date '2026-09-05', date '2026-09-06', date '2026-09-07']) as dt)"""
    )
    return counted(con, sql(tasks.campaigns.__file__, "contradictions"))


def _group(people: pd.DataFrame, shown: Mapping[str, object]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`people`, of whom the first 20 show and claim this, and a group of these."""
    group = people.head(20).copy()
    for name, value in shown.items():
        group[name] = pd.Series([value] * 20, index=group.index)
    return pd.concat([group, people.tail(-20)], ignore_index=True), group[["account_id"]].assign(group_id="g")


@pytest.mark.parametrize(
    "shown", [{"country": "BR"}, {"payment_country": "BR"}, {"timezone": "Asia/Tokyo", "starts": 15}]
)
def test_a_group_that_contradicts_itself_fires(con: duckdb.DuckDBPyConnection, shown: dict[str, object]) -> None:
    found = _tested(con, *_group(_people(np.random.default_rng(1)), shown))
    assert found["statistic"].item() == 20
    assert found["p_value"].item() < 1e-9


@pytest.mark.parametrize(
    "shown",
    [
        {"declared_country": "CN", "billing_country": "CN", "payment_country": "CN", "country": "CN"},
        {"timezone": "Asia/Tokyo", "starts": 0},
        {"timezone": "'; drop table accounts; --", "starts": 1},
        {"declared_country": None, "billing_country": None, "payment_country": None, "timezone": None, "starts": 1},
    ],
)
def test_a_group_from_one_country_or_without_claims_does_not_fire(
    con: duckdb.DuckDBPyConnection, shown: dict[str, object]
) -> None:
    found = _tested(con, *_group(_people(np.random.default_rng(2)), shown))
    assert found.empty or found["p_value"].item() > 0.01


def test_which_countries_they_are_changes_nothing(con: duckdb.DuckDBPyConnection) -> None:
    people, _ = _group(_people(np.random.default_rng(3), abroad=0.2), {"country": "JP"})
    groups = random_groups(people["account_id"].tolist(), 30, 20, seed=4)
    found = _tested(con, people, groups)
    assert len(found) == 20
    others = dict(zip(COUNTRIES, [*COUNTRIES[1:], COUNTRIES[0]], strict=True))
    columns = [name for name in people.columns if name.endswith("country")]
    pd.testing.assert_frame_equal(found, _tested(con, people.replace(dict.fromkeys(columns, others)), groups))


def test_chances_hold(con: duckdb.DuckDBPyConnection) -> None:
    people = _people(np.random.default_rng(5), abroad=0.2)
    found = _tested(con, people, random_groups(people["account_id"].tolist(), 30, 200, seed=6))
    assert len(found) > 190
    assert holds(found["p_value"])


def test_geography_is_worth_nothing_towards_a_group() -> None:
    assert "geography" not in LINKING
    weights = read_weights(SHIPPED)
    of_places = [name for name, signal in SIGNALS.items() if signal.family == "geography"]
    assert [(weights.likelihood[name], weights.membership[name]) for name in of_places] == [(0, 0)]
