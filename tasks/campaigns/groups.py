"""Groups of accounts that belong together more than to anyone else, and the same groups with each family left out.

The graph is accounts and the values that they share, never pairs of accounts. Its communities are Leiden's (Traag,
Waltman and van Eck 2019): unlike connected components they don't chain, when one account of a campaign sits behind a
campus' address. Leaving a family out gives the cohort in which that family can be tested: it had no part in holding
it together (see `chances`).
"""

import duckdb
import igraph
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

TESTED_FAMILIES = ("payment", "identity", "timing", "content", "network")
_SEED = 20_260_401
_MANY = 100_000
# Ties that can hold a group together; others only speak for what these made.
_TIES = "(select ties.*, membership from ties join weights using (signal) where membership > 0)"
# Worth of the ties of one account where ties are common.
_USUAL_TIES = 1.7

Ints = npt.NDArray[np.int64]


def find_groups(con: duckdb.DuckDBPyConnection, one_scaffold: str) -> None:
    """Create groups(group_id, account_id) from `ties`; a group's id is its smallest account id.

    A tie weighs what it is worth for membership times the rarity of its value. `one_scaffold` gives groups and values
    that make one group of several.
    """
    edges = _edges(con, f"{_TIES} where weight > 0", "membership * weight")
    population = con.sql("select count(*) from everybody").fetchall()[0][0]
    _create(con, "groups", edges, _communities(edges, population))
    edges = _edges(con, f"({one_scaffold})", "1")
    _create(con, "joined", edges, _components(edges))
    con.execute("update groups set group_id = joined.group_id from joined where joined.account_id = groups.group_id")


def keep_connected(con: duckdb.DuckDBPyConnection) -> None:
    """Split `groups` anew among the accounts of `belonging`: whoever was left out may have held others together."""
    edges = _edges(
        con, f"{_TIES} join groups using (account_id) join belonging using (group_id, account_id)", "1", "group_id"
    )
    _create(con, "groups", edges, _components(edges))
    con.execute(
        "create or replace temp table belonging as "
        "select groups.group_id, account_id, weight from belonging join groups using (account_id)"
    )


def find_cohorts(con: duckdb.DuckDBPyConnection) -> None:
    """Create cohorts(family, group_id, account_id) from `ties` and `groups`.

    A family's cohort holds the group's accounts that the other families' ties keep together: the largest such part,
    the one with the smallest account id between equals. A family that alone made the group has none.
    """
    for family in TESTED_FAMILIES:
        edges = _edges(con, f"{_TIES} join groups using (account_id) where family <> '{family}'", "1", "group_id")
        _create(con, f"without_{family}", edges, _components(edges))
    parts = " union all ".join(
        f"select '{family}' as family, groups.group_id, part.group_id as part, groups.account_id "
        f"from groups join without_{family} as part using (account_id)"
        for family in TESTED_FAMILIES
    )
    con.execute(
        f"""create temp table cohorts as
        with parts as ({parts}),
        largest as (
            select family, group_id, part from parts group by family, group_id, part
            qualify row_number() over (partition by family, group_id order by count(*) desc, part) = 1
        )
        select parts.family, group_id, account_id from parts join largest using (family, group_id, part)"""
    )


def _edges(con: duckdb.DuckDBPyConnection, rows: str, worth: str, within: str = "''") -> pa.Table:
    """account_id, account, shared (places from 0) and worth of each tie; a value in two groups counts as two."""
    return con.sql(
        f"""select account_id, dense_rank() over (order by account_id) - 1 as account,
                   dense_rank() over (order by {within}, signal, value) - 1 as shared, ({worth})::double as worth
            from {rows} order by account, shared"""
    ).to_arrow_table()


def _communities(edges: pa.Table, population: int) -> Ints:
    accounts, shared = edges["account"].to_numpy(), edges["shared"].to_numpy()
    if not len(accounts):
        return np.zeros(0, np.int64)
    size, worth = int(accounts.max()) + 1, edges["worth"].to_numpy()
    # What only two accounts share is a tie of one to the other; a node between them would be a community to itself.
    order = np.argsort(shared, kind="stable")
    paired = np.bincount(shared)[shared[order]] == 2
    ends = accounts[order][paired].reshape(-1, 2)
    many = order[~paired]
    graph = igraph.Graph(
        n=size + int(shared.max()) + 1,
        edges=np.concatenate([ends, np.column_stack([accounts[many], shared[many] + size])]),
    )
    worth = np.concatenate([worth[order][paired].reshape(-1, 2).sum(axis=1), worth[many]])
    # Modularity holds ties against chance in the graph that it sees. Where hardly anybody is tied that is the campaign
    # itself, which it would cut to pieces: chance is that of a population in which everybody has ties.
    resolution = min(1.0, float(worth.sum()) / (_USUAL_TIES * max(population, 1))) ** 2
    # -1: until nothing gets better, which takes too long in a large graph.
    rounds = -1 if size < _MANY else 2
    found = graph.community_leiden("modularity", weights=worth.tolist(), resolution=resolution, n_iterations=rounds)
    return np.asarray(np.array(found.membership, dtype=np.int64)[accounts])


def _components(edges: pa.Table) -> Ints:
    accounts, shared = edges["account"].to_numpy(), edges["shared"].to_numpy()
    if not len(accounts):
        return np.zeros(0, np.int64)
    size, values = int(accounts.max()) + 1, int(shared.max()) + 1
    graph = coo_matrix((np.ones(len(accounts)), (accounts, shared + size)), shape=(size + values, size + values))
    return np.asarray(connected_components(graph, directed=False)[1].astype(np.int64)[accounts])


def _create(con: duckdb.DuckDBPyConnection, name: str, edges: pa.Table, labels: Ints) -> None:
    """Create table `name`(group_id, account_id) of the parts of two accounts and more."""
    con.register("found", pa.table({"account_id": edges["account_id"], "label": pa.array(labels, pa.int64())}))
    con.execute(
        f"""create or replace temp table {name} as
        with members as (select distinct label, account_id from found)
        select min(account_id) over (partition by label) as group_id, account_id
        from members qualify count(*) over (partition by label) >= 2"""
    )
    con.unregister("found")
