"""Groups of accounts that belong together more than to anyone else, and the same groups with each family left out.

The graph is accounts and the values that they share, never pairs of accounts. Its communities are Leiden's (Traag,
Waltman and van Eck 2019): unlike connected components they don't chain, when one account of a campaign sits behind a
campus' address. Leaving a family out gives the cohort in which that family can be tested: it had no part in holding
it together (see `chances`).
"""

import duckdb
import numpy as np
import pyarrow as pa

from tasks.campaigns.weights import LINKING
from tasks.graph import Ints, communities, connected, named, tie_edges

# Two accounts are the fewest that a tie can hold together.
_PAIR = 2
# From so many accounts on, communities are sought in two rounds: more take too long.
_MANY = 100_000
# Ties that can hold a group together; others only speak for what these made.
_TIES = "(select ties.*, membership from ties join weights using (signal) where membership > 0) as ties"
# A value in two groups counts as two.
_VALUE_OF_GROUP = "group_id, signal, value"
# At which groups are parted, the coarsest first.
_FINER = (0.2, 0.5, 1.0)
# Worth of the ties of one account where ties are common.
_USUAL_TIES = 1.7


def find_groups(con: duckdb.DuckDBPyConnection, one_scaffold: str) -> None:
    """Create groups(group_id, account_id) from `ties`; a group's id is its smallest account id.

    A tie weighs what it is worth for membership times the rarity of its value. `one_scaffold` gives groups and values
    that make one group of several.
    """
    population = con.sql("select count(*) from everybody").fetchall()[0][0]
    edges = tie_edges(con, f"from {_TIES} where weight > 0", "signal, value", "membership * weight")
    # Modularity holds ties against chance in the graph that it sees. Where hardly anybody is tied that is the campaign
    # itself, which it would cut to pieces: chance is that of a population in which everybody has ties.
    worth = float(edges["worth"].to_numpy().sum())
    resolution = min(1.0, worth / (_USUAL_TIES * max(population, 1))) ** 2
    _create(con, "groups", named(con, edges["account_id"], _communities(edges, resolution), _PAIR))
    _create(con, "joined", connected(con, one_scaffold, _PAIR, "signal, value"))
    con.execute("update groups set group_id = joined.group_id from joined where joined.account_id = groups.group_id")


def find_parts(con: duckdb.DuckDBPyConnection, least: int) -> None:
    """Create parts(group_id, account_id) of the groups in `doubtful`, at the first resolution that parts a group.

    Args:
        con: has groups, ties, weights and doubtful(group_id).
        least: fewest accounts of a part.
    """
    ties = f"from {_TIES} join groups using (account_id) semi join doubtful using (group_id) where weight > 0"
    edges = tie_edges(con, ties, _VALUE_OF_GROUP, "membership * weight")
    of = con.sql("select account_id, group_id from groups semi join doubtful using (group_id)").df()
    group = edges["account_id"].to_pandas().map(of.set_index("account_id")["group_id"])
    con.execute("create or replace temp table parts (group_id varchar, account_id varchar)")
    for _, places in sorted(group.groupby(group).indices.items()):
        con.register("found", _parts(con, _alone(edges.take(places)), least))
        con.execute("insert into parts by name from found")


def _parts(con: duckdb.DuckDBPyConnection, edges: pa.Table, least: int) -> pa.Table:
    """The parts of one group: account_id, group_id; none if nothing parts it."""
    accounts = edges["account_id"].unique()
    for resolution in _FINER:
        found = named(con, edges["account_id"], _communities(edges, resolution), least)
        if 0 < len(found) < len(accounts) or len(found["group_id"].unique()) > 1:
            return found
    return found.slice(0, 0)


def _alone(edges: pa.Table) -> pa.Table:
    """The edges of one group, with places from 0."""
    for name in ("account", "shared"):
        places = np.unique(edges[name].to_numpy(), return_inverse=True)[1]
        edges = edges.set_column(edges.schema.get_field_index(name), name, pa.array(places))
    return edges


def keep_connected(con: duckdb.DuckDBPyConnection) -> None:
    """Split `groups` anew among the accounts of `belonging`: whoever was left out may have held others together."""
    ties = f"""select account_id, {_VALUE_OF_GROUP} from {_TIES}
            join groups using (account_id) join belonging using (group_id, account_id)"""
    _create(con, "groups", connected(con, ties, _PAIR, _VALUE_OF_GROUP))
    con.execute(
        "create or replace temp table belonging as "
        "select groups.group_id, account_id, weight from belonging join groups using (account_id)"
    )


def find_cohorts(con: duckdb.DuckDBPyConnection) -> None:
    """Create cohorts(family, group_id, account_id) from `ties` and `groups`.

    A family's cohort holds the group's accounts that the other families' ties keep together: the largest such part,
    the one with the smallest account id between equals. A family that alone made the group has none.
    """
    for family in LINKING:
        ties = f"from {_TIES} join groups using (account_id) where family <> '{family}'"
        _create(con, f"without_{family}", connected(con, ties, _PAIR, _VALUE_OF_GROUP))
    parts = " union all ".join(
        f"select '{family}' as family, groups.group_id, part.group_id as part, groups.account_id "
        f"from groups join without_{family} as part using (account_id)"
        for family in LINKING
    )
    con.execute(
        f"""create or replace temp table cohorts as
        with parts as ({parts}),
        largest as (
            select family, group_id, part from parts group by family, group_id, part
            qualify row_number() over (partition by family, group_id order by count(*) desc, part) = 1
        )
        select parts.family, group_id, account_id from parts join largest using (family, group_id, part)"""
    )


def _communities(edges: pa.Table, resolution: float) -> Ints:
    """The community of the account of each edge."""
    accounts, shared = edges["account"].to_numpy(), edges["shared"].to_numpy()
    if not len(accounts):
        return np.zeros(0, np.int64)
    size, worth = int(accounts.max()) + 1, edges["worth"].to_numpy()
    # What only two accounts share is a tie of one to the other; a node between them would be a community to itself.
    order = np.argsort(shared, kind="stable")
    paired = np.bincount(shared)[shared[order]] == 2
    ends = accounts[order][paired].reshape(-1, 2)
    many = order[~paired]
    ends = np.concatenate([ends, np.column_stack([accounts[many], shared[many] + size])])
    worth = np.concatenate([worth[order][paired].reshape(-1, 2).sum(axis=1), worth[many]])
    rounds = {"rounds": 2} if size >= _MANY else {}
    found = communities(ends, worth, size + int(shared.max()) + 1, resolution, **rounds)
    return np.asarray(found[accounts])


def _create(con: duckdb.DuckDBPyConnection, name: str, groups: pa.Table) -> None:
    con.register("found", groups)
    con.execute(f"create or replace temp table {name} as select group_id, account_id from found")
    con.unregister("found")
