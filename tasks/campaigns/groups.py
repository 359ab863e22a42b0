"""Groups of accounts under ties that can make one, and the same groups with each family of ties left out.

Connected components of the graph of accounts and values, never of pairs of accounts. Leaving a family out gives
the cohort in which that family can be tested: it had no part in making it (see `chances`).
"""

import duckdb
import numpy as np
import pyarrow as pa
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

FORMING_FAMILIES = ("payment", "identity", "timing", "content")


def find_groups(con: duckdb.DuckDBPyConnection, join_scaffolds: str) -> None:
    """Create groups(group_id, account_id) from `ties`; a group's id is its smallest account id.

    `join_scaffolds` gives the scaffolds that nearly nobody but the accounts of several groups uses: those groups are
    one. A scaffold never ties an account that nothing else ties.
    """
    _components(con, "groups", "true")
    con.execute(f"update ties set forming = true where signal = 'shared_scaffold' and value in ({join_scaffolds})")
    _components(con, "groups", "true")


def keep_connected(con: duckdb.DuckDBPyConnection) -> None:
    """Split `groups` anew among the accounts of `belonging`: whoever was left out may have held others together."""
    _components(con, "groups", "account_id in (select account_id from belonging)")


def find_cohorts(con: duckdb.DuckDBPyConnection) -> None:
    """Create cohorts(family, group_id, account_id) from `ties` and `groups`.

    A family's cohort holds the group's accounts that the other families' ties keep together: the largest such part,
    the one with the smallest account id between equals. A family that alone made the group has none.
    """
    for family in FORMING_FAMILIES:
        _components(con, f"without_{family}", f"family <> '{family}'")
    parts = " union all ".join(
        f"select '{family}' as family, groups.group_id, part.group_id as part, groups.account_id "
        f"from groups join without_{family} as part using (account_id)"
        for family in FORMING_FAMILIES
    )
    con.execute(
        f"""create temp table cohorts as
        with parts as ({parts}),
        largest as (
            select family, group_id, part from parts group by family, group_id, part
            qualify row_number() over (partition by family, group_id order by count(*) desc, part) = 1
        )
        select parts.family, group_id, account_id from parts join largest using (family, group_id, part)
        union all
        select family, group_id, account_id
        from groups cross join (select 'network' as family)"""
    )


def _components(con: duckdb.DuckDBPyConnection, name: str, condition: str) -> None:
    """Create table `name`(group_id, account_id) of the components of two accounts and more."""
    edges = con.sql(
        f"""select account_id, dense_rank() over (order by account_id) - 1 as account,
                   dense_rank() over (order by signal, value) - 1 as shared
            from ties where forming and {condition}"""
    ).to_arrow_table()
    accounts, shared = edges["account"].to_numpy(), edges["shared"].to_numpy()
    size = int(accounts.max()) + 1 if len(accounts) else 0
    values = int(shared.max()) + 1 if len(shared) else 0
    graph = coo_matrix((np.ones(len(accounts)), (accounts, shared + size)), shape=(size + values, size + values))
    _, labels = connected_components(graph, directed=False)
    found = pa.table(
        {"account_id": edges["account_id"], "label": pa.array(labels[accounts] if size else [], pa.int64())}
    )
    con.register("found", found)
    con.execute(
        f"""create or replace temp table {name} as
        with members as (select distinct label, account_id from found)
        select min(account_id) over (partition by label) as group_id, account_id
        from members qualify count(*) over (partition by label) >= 2"""
    )
    con.unregister("found")
