"""EvilCohort: accounts that are used from the same addresses fall into communities, whatever they do there.

Stringhini, Mourlanne, Jacob, Egele, Kruegel and Vigna, "EvilCohort: Detecting Communities of Malicious Accounts on
Online Services", USENIX Security 2015: a bipartite graph of accounts and addresses, its projection on accounts weighed
by shared addresses, communities by the Louvain method, and whoever is in a community of a certain size is accused.

Here Louvain runs on the bipartite graph itself. The projection of an address with d accounts has d(d-1)/2 edges, which
for a carrier's address are millions; the bipartite graph has d, and its communities hold the same accounts and the
addresses that hold them together.
"""

import duckdb
import igraph
import numpy as np
import pyarrow as pa

from tasks.graph import named, seeded, tie_edges

# Accounts from which a community is accused; under it are households and small offices.
_AT_LEAST = 10
# docs/evaluation.md was measured with it.
_SEED = 0


def evilcohort(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Accounts in communities of ten and more under shared addresses: account_id, group_id."""
    edges = tie_edges(
        con,
        """select account_id, value from shared_values where kind = 'address'
           qualify count(*) over (partition by value) >= 2""",
    )
    accounts, addresses = edges["account"].to_numpy(), edges["shared"].to_numpy()
    size = int(accounts.max()) + 1 if len(accounts) else 0
    graph = igraph.Graph(edges=np.column_stack([accounts, addresses + size]))
    with seeded(_SEED):
        labels = np.array(graph.community_multilevel().membership, dtype=np.int64)
    return named(con, edges["account_id"], labels[accounts], _AT_LEAST)
