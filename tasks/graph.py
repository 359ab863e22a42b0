"""Groups in the graph of accounts and the values that they share, which holds no list of pairs of accounts."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import igraph
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

_SEED = 20_260_401
# Hardly anything gets better after so many. "Until nothing does" may never end: gains of a rounding error go round.
_ROUNDS = 10

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def tie_edges(con: duckdb.DuckDBPyConnection, ties: str, value: str = "value", worth: str = "1") -> pa.Table:
    """The edges of the graph of accounts and values.

    Args:
        con: where `ties` can be asked.
        ties: a query that gives account_id and the columns of `value`, a row for each tie.
        value: the columns that make up a value, commas between.
        worth: of a tie, an expression of the query's columns.

    Returns:
        account_id, account and shared (their places, each from 0) and worth, ordered by places.
    """
    return con.sql(
        f"""select account_id, dense_rank() over (order by account_id) - 1 as account,
                   dense_rank() over (order by {value}) - 1 as shared, ({worth})::double as worth
            from ({ties}) order by account, shared"""
    ).to_arrow_table()


def connected(con: duckdb.DuckDBPyConnection, ties: str, at_least: int, value: str = "value") -> pa.Table:
    """Groups of `at_least` accounts and more that `ties` hold together: account_id, group_id (see `tie_edges`)."""
    edges = tie_edges(con, ties, value)
    accounts, shared = edges["account"].to_numpy(), edges["shared"].to_numpy()
    if not len(accounts):
        return named(con, edges["account_id"], np.zeros(0, np.int64), at_least)
    size, values = int(accounts.max()) + 1, int(shared.max()) + 1
    graph = coo_matrix((np.ones(len(accounts)), (accounts, shared + size)), shape=(size + values, size + values))
    return named(con, edges["account_id"], connected_components(graph, directed=False)[1][accounts], at_least)


def communities(ends: Ints, worth: Floats, nodes: int, resolution: float = 1.0, rounds: int = _ROUNDS) -> Ints:
    """Communities of greatest modularity by the Leiden method (Traag, Waltman and van Eck 2019).

    Args:
        ends: the two nodes of each edge, shape (n, 2).
        worth: of each edge, shape (n,).
        nodes: how many.
        resolution: how much more than by chance a community has to be tied to itself.
        rounds: how often all are moved.

    Returns:
        The community of each node, shape (nodes,).
    """
    graph = igraph.Graph(n=nodes, edges=ends)
    with seeded():
        found = graph.community_leiden("modularity", weights=worth.tolist(), resolution=resolution, n_iterations=rounds)
    return np.array(found.membership, dtype=np.int64)


@contextmanager
def seeded(seed: int = _SEED) -> Iterator[None]:
    """Let igraph draw the same numbers each time, so that a day's run can be made again."""
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - no secret
    try:
        yield
    finally:
        # igraph tells nobody what it drew from before; this is what it begins with.
        igraph.set_random_number_generator(random)


def named(con: duckdb.DuckDBPyConnection, accounts: pa.ChunkedArray, labels: Ints, at_least: int) -> pa.Table:
    """Labelled accounts, shapes (n,) and (n,), as groups of `at_least` accounts and more.

    Returns:
        account_id, group_id, each account once; a group's id is its smallest account id.
    """
    con.register("labelled", pa.table({"account_id": accounts, "label": pa.array(labels, pa.int64())}))
    found = con.sql(
        f"""with members as (select distinct label, account_id from labelled)
            select account_id, min(account_id) over (partition by label) as group_id
            from members qualify count(*) over (partition by label) >= {at_least}
            order by all"""
    ).to_arrow_table()
    con.unregister("labelled")
    return found
