"""FRAUDAR: the densest block of accounts and values, where a value counts the less the more accounts have it.

Hooi, Song, Beutel, Shah, Shin and Faloutsos, "FRAUDAR: Bounding Graph Fraud in the Face of Camouflage", KDD 2016. An
edge to a value with d accounts weighs 1 / log(d + 5), so that edges to popular values (camouflage) add nothing to what
a block loses without them; taking away the node that loses least, again and again, finds a block at least half as
dense as the densest. The paper finds one block; here its edges are taken out and the next is looked for, until a block
is less than half as dense as the first. Values that one account alone has are left out.
"""

import heapq
from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

_FALLS_TO = 0.5
# Blocks that are looked for at most; each costs a pass over all edges.
_MOST_BLOCKS = 40
_AT_LEAST = 3

Ints = npt.NDArray[np.int64]


def fraudar(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Accounts of dense blocks of accounts and shared values: account_id, group_id (the block's number)."""
    edges = con.sql(
        """with shared as (
               select account_id, kind, value from shared_values qualify count(*) over (partition by kind, value) >= 2
           )
           select account_id, dense_rank() over (order by account_id) - 1 as account,
                  dense_rank() over (order by kind, value) - 1 as shared
           from shared order by account, shared"""
    ).to_arrow_table()
    rows, columns = edges["account"].to_numpy(), edges["shared"].to_numpy()
    names = dict(zip(rows.tolist(), edges["account_id"].to_pylist(), strict=True))
    found: dict[str, str] = {}
    for number, block in enumerate(blocks(rows, columns)):
        if len(block) >= _AT_LEAST:
            found |= {names[row]: f"block {number}" for row in block if names[row] not in found}
    return pa.table({"account_id": pa.array(found, pa.string()), "group_id": pa.array(found.values(), pa.string())})


def blocks(rows: Ints, columns: Ints) -> list[list[int]]:
    """The rows of each dense block, the densest first.

    Args:
        rows: the row of each edge, shape (edges,), numbered from 0.
        columns: the column of each edge, shape (edges,), numbered from 0.
    """
    found: list[list[int]] = []
    first = 0.0
    while len(rows) and len(found) < _MOST_BLOCKS:
        block, density = densest(rows, columns)
        first = first or density
        if density < _FALLS_TO * first:
            break
        size = int(rows.max()) + 1
        found.append([node for node in block if node < size])
        inside = np.isin(rows, block) & np.isin(columns + size, block)
        rows, columns = rows[~inside], columns[~inside]
    return found


def densest(rows: Ints, columns: Ints) -> tuple[list[int], float]:
    """The densest block met while the node that loses least is taken away, and its density (weight for each node).

    Nodes are rows, then columns, which are numbered on after the largest row.
    """
    size = int(rows.max()) + 1
    weights = 1 / np.log(np.bincount(columns)[columns] + 5)
    ends = np.concatenate([rows, columns + size]), np.concatenate([columns + size, rows])
    both = np.concatenate([weights, weights])
    nodes = int(columns.max()) + 1 + size
    order = np.argsort(ends[0], kind="stable")
    bounds = np.searchsorted(ends[0][order], np.arange(nodes + 1)).tolist()
    near, worth = ends[1][order].tolist(), both[order].tolist()
    losses = np.bincount(ends[0], both, nodes)
    present = np.flatnonzero(np.diff(bounds)).tolist()
    gone, best, density = _peel(present, losses.tolist(), float(weights.sum()), (bounds, near, worth))
    return sorted(set(present) - set(gone[:best])), density


def _peel(
    present: Sequence[int], losses: list[float], total: float, edges: tuple[list[int], list[int], list[float]]
) -> tuple[list[int], int, float]:
    """Take nodes away one by one: all in their order, how many were gone at the best moment, its density."""
    bounds, near, worth = edges
    queue = [(losses[node], node) for node in present]
    heapq.heapify(queue)
    gone: list[int] = []
    removed = [False] * len(losses)
    best, density = 0, total / len(present)
    while queue:
        loss, node = heapq.heappop(queue)
        # A node is put in again whenever it comes to lose less; only the newest entry holds.
        if removed[node] or loss != losses[node]:
            continue
        removed[node] = True
        gone.append(node)
        total -= loss
        for edge in range(bounds[node], bounds[node + 1]):
            other = near[edge]
            if not removed[other]:
                losses[other] -= worth[edge]
                heapq.heappush(queue, (losses[other], other))
        left = len(present) - len(gone)
        # A hair more, or rounding would prefer a part of a block to the whole.
        if left and total / left > density * (1 + 1e-9):
            best, density = len(gone), total / left
    return gone, best, density
