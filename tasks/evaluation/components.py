"""Connected components of accounts and the values that they share, without a list of pairs."""

import duckdb
import numpy as np
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


def components(con: duckdb.DuckDBPyConnection, ties: str, at_least: int) -> pa.Table:
    """Groups of `at_least` accounts and more that are held together by `ties`.

    Args:
        con: where `ties` can be asked.
        ties: a query that gives account_id and value, a row for each tie.
        at_least: accounts.

    Returns:
        account_id, group_id; a group's id is its smallest account id.
    """
    edges = con.sql(
        f"""select account_id, dense_rank() over (order by account_id) - 1 as account,
                   dense_rank() over (order by value) - 1 as shared
            from ({ties})"""
    ).to_arrow_table()
    accounts, shared = edges["account"].to_numpy(), edges["shared"].to_numpy()
    size, values = (int(ids.max()) + 1 if len(ids) else 0 for ids in (accounts, shared))
    graph = coo_matrix((np.ones(len(accounts)), (accounts, shared + size)), shape=(size + values, size + values))
    _, labels = connected_components(graph, directed=False)
    return grouped(con, edges["account_id"], labels[accounts] if size else labels, at_least)


def grouped(con: duckdb.DuckDBPyConnection, accounts: pa.ChunkedArray, labels: object, at_least: int) -> pa.Table:
    """Labelled accounts, shapes (n,) and (n,), as groups of `at_least` named by their smallest account."""
    con.register("labelled", pa.table({"account_id": accounts, "label": pa.array(labels, pa.int64())}))
    found = con.sql(
        f"""with members as (select distinct label, account_id from labelled)
            select account_id, min(account_id) over (partition by label) as group_id
            from members qualify count(*) over (partition by label) >= {at_least}
            order by all"""
    ).to_arrow_table()
    con.unregister("labelled")
    return found
