"""What other stages need of suspected thefts: the groups of accounts."""

import duckdb

from tasks.stage import sql


def stolen(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    """Groups of accounts whose keys are suspected to be used by one thief; the accounts are suspected victims.

    Reads the view `lives`. Columns: group_id, account_id, since (first request of the thief), likelihood (0-1, that one
    hand uses the group's lives), p_value, families (list of the families of evidence that speak).
    """
    return con.sql(sql(__file__, "stolen"))
