"""Who was made with a group that passed and works from its exits, though nothing else ties the account to it."""

import duckdb

from tasks.campaigns.fuse import Fused
from tasks.stage import sql


def take_in(con: duckdb.DuckDBPyConnection, fused: Fused, weight: float) -> None:
    """Add such accounts to `groups` and `belonging`, and take them out of groups that did not pass.

    Args:
        con: has groups, belonging, ties, everybody and standing.
        fused: what came of the groups.
        weight: what ties such an account to its group.
    """
    con.register("passed", fused.groups.loc[fused.groups["reason"].isna(), ["group_id"]])
    con.execute("create or replace temp table beside as " + sql(__file__, "beside"))
    for table in ("groups", "belonging"):
        con.execute(f"delete from {table} where account_id in (select account_id from beside)")
    con.execute("insert into groups by name select group_id, account_id from beside")
    con.execute(f"insert into belonging by name select group_id, account_id, {weight}::double as weight from beside")
