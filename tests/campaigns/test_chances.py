"""The tests hold under the null, and the control of false discoveries is the one of the paper."""

import random

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import tasks.campaigns
from tasks.campaigns.chances import benjamini_hochberg, handed, of_groups, shared
from tasks.campaigns.groups import find_groups, keep_connected
from tasks.stage import sql
from tests.campaigns.null import holds, random_groups

ONE_SCAFFOLD = sql(tasks.campaigns.__file__, "one_scaffold")


@pytest.mark.parametrize("size", [6, 12, 40])
def test_shared_values_are_not_too_sure_under_the_null(size: int) -> None:
    """Groups dealt out at random among accounts whose values are dealt out at random: few small p-values."""
    names = [f"a{n:03d}" for n in range(600)]
    values = np.random.default_rng(size).integers(0, 150, 600).astype(str)
    groups = random_groups(names, size, 1000, seed=size)
    with duckdb.connect() as con:
        con.register("drawn", pa.table({"account_id": names, "value": values}))
        con.register("dealt", groups)
        con.execute("create table everybody as select account_id, true as active from drawn")
        con.execute(
            "create table ties as select *, 'network' as family, 'shared_address' as signal, "
            "count(*) over (partition by value) as accounts from drawn"
        )
        con.execute("create table cohorts as select 'network' as family, group_id, account_id from dealt")
        found = shared(con, sql(tasks.campaigns.__file__, "shared_values"))
    assert holds(of_groups(found, pd.Index(groups["group_id"].unique())))


@pytest.mark.parametrize(("size", "population"), [(25, 240), (10, 240), (30, 2_000)])
def test_handoffs_are_not_too_sure_under_the_null(size: int, population: int) -> None:
    """Two crews hand conversations round: strangers dealt out among them catch several pairs with one account."""
    dice = np.random.default_rng(1)
    names = [f"a{n:04d}" for n in range(population)]
    pairs = [
        (names[25 * crew + one], names[25 * crew + other])
        for crew in range(2)
        for one in range(25)
        for other in dice.choice(25, 6, replace=False)
        if one != other
    ]
    with duckdb.connect() as con:
        con.register("everybody", pa.table({"account_id": names, "active": [True] * population}))
        con.register(
            "handoffs", pa.table(dict(zip(("from_account", "to_account"), zip(*pairs, strict=True), strict=True)))
        )
        crew = pd.DataFrame({"group_id": "crew", "account_id": names[:25]})
        con.register("dealt", pd.concat([random_groups(names, size, 1000, seed=2), crew]))
        con.execute("create table cohorts as select 'timing' as family, group_id, account_id from dealt")
        found = handed(con, sql(tasks.campaigns.__file__, "handoff_counts")).set_index("group_id")["p_value"]
    assert found.pop("crew") < 1e-12
    assert len(found) == 1000
    assert holds(found)


def test_benjamini_hochberg_by_hand() -> None:
    """The example of Benjamini and Hochberg (1995), section 3: four of fifteen fall at .05."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.324,
        0.4262,
        0.5719,
        0.6528,
        0.759,
        1.0,
    ]
    assert benjamini_hochberg(np.array(p), 0.05).tolist() == [True] * 4 + [False] * 11
    assert benjamini_hochberg(np.array(p[::-1]), 0.05).tolist() == [False] * 11 + [True] * 4
    assert benjamini_hochberg(np.array([]), 0.05).tolist() == []


def test_what_is_kept_of_a_group_are_its_connected_components() -> None:
    """Against a search by hand on random graphs."""
    dice = np.random.default_rng(3)
    for _ in range(20):
        edges = [
            (f"a{a:03d}", f"v{v}") for a, v in zip(dice.integers(0, 60, 50), dice.integers(0, 40, 50), strict=True)
        ]
        with duckdb.connect() as con:
            con.execute("create table ties (account_id varchar, value varchar)")
            con.executemany("insert into ties values (?, ?)", [list(edge) for edge in set(edges)])
            con.execute(
                "create or replace table ties as select *, 'shared_payment' as signal, 'payment' as family, "
                "true as forming, count(*) over (partition by value) as accounts from ties"
            )
            con.execute("create table weights as select 'shared_payment' as signal, 2.0 as membership")
            con.execute("create table groups as select distinct 'all' as group_id, account_id from ties")
            con.execute("create temp table belonging as select *, 1.0 as weight from groups")
            keep_connected(con)
            found = dict(con.execute("select account_id, group_id from groups").fetchall())
        assert found == _by_hand(edges)


def test_one_common_value_does_not_chain_two_rings() -> None:
    rings = [
        (f"{ring}{a}", f"{ring} {min(a, b)} {max(a, b)}") for ring in "xy" for a in range(8) for b in range(8) if a != b
    ]
    with duckdb.connect() as con:
        con.execute("create table ties (account_id varchar, value varchar)")
        con.executemany(
            "insert into ties values (?, ?)", [list(edge) for edge in {*rings, ("x0", "bridge"), ("y0", "bridge")}]
        )
        con.execute(
            "create or replace table ties as select *, 'shared_device' as signal, 'identity' as family, 1.0 as weight, "
            "count(*) over (partition by value) as accounts from ties"
        )
        con.execute("create table weights as select 'shared_device' as signal, 2.0 as membership")
        con.execute("create table everybody as select distinct account_id from ties")
        find_groups(con, ONE_SCAFFOLD)
        found = con.execute("select group_id, list(account_id order by account_id) from groups group by 1 order by 1")
        assert found.fetchall() == [(f"{ring}0", [f"{ring}{a}" for a in range(8)]) for ring in "xy"]


def test_groups_are_the_same_whatever_was_drawn_before() -> None:
    """Ties at random have no communities of their own: which are found is up to the numbers drawn."""
    dice, found = np.random.default_rng(5), []
    ties = pa.table(
        {"account_id": [f"a{n}" for n in dice.integers(0, 400, 900)], "value": dice.integers(0, 250, 900).astype(str)}
    )
    for start in (1, 2):
        random.seed(start)
        with duckdb.connect() as con:
            con.register("drawn", ties)
            con.execute(
                "create table ties as select distinct *, 'shared_device' as signal, 'identity' as family, "
                "1.0 as weight, 2 as accounts from drawn"
            )
            con.execute("create table weights as select 'shared_device' as signal, 2.0 as membership")
            con.execute("create table everybody as select distinct account_id from ties")
            find_groups(con, ONE_SCAFFOLD)
            found.append(con.execute("from groups order by all").fetchall())
        after = random.random()
        random.seed(start)
        assert after == random.random(), "others draw what they would have drawn"
    assert found[0] == found[1] != []


def _by_hand(edges: list[tuple[str, str]]) -> dict[str, str]:
    groups: list[set[str]] = []
    for edge in edges:
        touched = [group for group in groups if group & set(edge)]
        groups = [group for group in groups if not group & set(edge)] + [set(edge).union(*touched)]
    accounts = [{name for name in group if name.startswith("a")} for group in groups]
    return {name: min(group) for group in accounts if len(group) >= 2 for name in group}
