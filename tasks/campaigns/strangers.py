"""Who only hangs on to a group, and groups that are two strangers' groups which met.

A community may hold a family on one card beside a campaign. What speaks for the group has to be shown by the account
itself, and where nothing but shared values speaks, by the same accounts: cards of some and conversations of others are
two groups, and so are several families that an address, or a tool's scaffold, joins.
"""

import duckdb

from tasks.campaigns.fuse import Fused
from tasks.campaigns.reasons import too_small
from tasks.campaigns.weights import LINKING
from tasks.graph import connected
from tasks.stage import sql

# Of accounts that show a family of ties, so many at least have to show two; and of all, more than so many have to be
# held together by more than an address.
_BOTH, _MOST = 0.3, 0.5
MET = "those who share one thing are not those who share another: two groups that met look the same"


def part_strangers(con: duckdb.DuckDBPyConnection, fused: Fused, least: int) -> Fused:
    """Take from `belonging` and `groups` whom nothing speaks for, and hold back groups that met.

    Args:
        con: has groups, belonging, ties, weights and tie_weights.
        fused: what came of the groups.
        least: fewest accounts of a group that passes.
    """
    tested = fused.tested[fused.tested["supports"].astype(bool)]
    of_ties = tested["signal"].isin(con.sql("select distinct signal from ties").df()["signal"])
    con.register("speaking", tested.loc[of_ties, ["group_id", "signal"]])
    con.register("held", connected(con, sql(__file__, "own_ties"), 2, "group_id, signal, value"))
    con.register("shown", con.sql(sql(__file__, "strangers")).to_arrow_table())
    groups = fused.groups.set_index("group_id")
    agreeing = con.sql(sql(__file__, "agreeing")).df().set_index("group_id").reindex(groups.index)
    # What a group does as a whole holds it together without any tie.
    linking = tested["family"].isin(LINKING)
    whole = groups.index.isin(tested.loc[linking & ~of_ties, "group_id"])
    apart = (agreeing["both"] < _BOTH) | (agreeing["largest"] <= _MOST)
    groups.loc[apart & groups["reason"].isna() & ~whole, "reason"] = MET
    con.register("passed", groups[groups["reason"].isna()].reset_index()[["group_id"]])
    # Whom strangers held more than all others is a stranger too.
    for strangers in ("hanging_on", "let_go"):
        con.execute("create or replace temp table hanging_on as " + sql(__file__, strangers))
        left = con.sql(sql(__file__, "left_over")).df().set_index("group_id")["accounts"].reindex(groups.index)
        small = groups["reason"].isna() & (left.fillna(0) < least)
        groups.loc[small, "reason"] = too_small(least)
        con.register("passed", groups[groups["reason"].isna()].reset_index()[["group_id"]])
        for table in ("belonging", "groups"):
            con.execute(f"delete from {table} where group_id in (from passed) and account_id in (from hanging_on)")
    return Fused(groups.reset_index(), fused.tested)
