"""EvilCohort: accounts that are used from the same addresses fall into communities, whatever they do there.

Stringhini, Mourlanne, Jacob, Egele, Kruegel and Vigna, "EvilCohort: Detecting Communities of Malicious Accounts on
Online Services", USENIX Security 2015: a bipartite graph of accounts and addresses, its projection on accounts weighed
by shared addresses, communities by the Louvain method, and whoever is in a community of a certain size is accused.

Here Louvain runs on the bipartite graph itself. The projection of an address with d accounts has d(d-1)/2 edges, which
for a carrier's address are millions; the bipartite graph has d, and its communities hold the same accounts and the
addresses that hold them together.
"""

import random

import duckdb
import pyarrow as pa

from tasks.evaluation.components import grouped

# Accounts from which a community is accused; under it are households and small offices.
_AT_LEAST = 10


def evilcohort(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Accounts in communities of ten and more under shared addresses: account_id, group_id.

    Raises:
        ImportError: igraph is not installed (`pip install 'portcullis[evaluation]'`).
    """
    import igraph

    edges = con.sql(
        """with shared as (
               select account_id, value from shared_values where kind = 'address'
               qualify count(*) over (partition by value) >= 2
           )
           select account_id, dense_rank() over (order by account_id) - 1 as account,
                  dense_rank() over (order by value) - 1 as shared
           from shared order by account, shared"""
    ).to_arrow_table()
    accounts, addresses = edges["account"].to_numpy(), edges["shared"].to_numpy()
    size = int(accounts.max()) + 1 if len(accounts) else 0
    igraph.set_random_number_generator(random.Random(0))  # noqa: S311 - the order of visits, made the same each time
    graph = igraph.Graph(edges=list(zip(accounts.tolist(), (addresses + size).tolist(), strict=True)))
    labels = graph.community_multilevel().membership
    return grouped(con, edges["account_id"], [labels[account] for account in accounts], _AT_LEAST)
