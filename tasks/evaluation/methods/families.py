"""Each of our families of evidence alone: what it ties together, with no second family that has to agree."""

import duckdb
import pyarrow as pa

from tasks.graph import connected
from tasks.settings import Campaigns


def family_alone(family: str, con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Groups, as large as we ask for, of accounts that ties of `family` hold together: account_id, group_id.

    Hubs and what one customer's seats share are left out, as in our own method.
    """
    ties = f"""select account_id, signal || ' ' || value as value from links
               where family = '{family}' and not capped and explained is null"""
    return connected(con, ties, Campaigns().min_accounts)
