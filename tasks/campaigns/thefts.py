"""Stolen keys among the campaigns: accounts with a second life that one hand leads.

Their owners are suspected victims.
"""

import duckdb
import numpy as np
import pandas as pd

from tasks.campaigns.fuse import Fused
from tasks.lives.stolen import stolen

# A thief has several keys; two lives that met are too few to tell.
_LEAST_ACCOUNTS = 3


def add_thefts(con: duckdb.DuckDBPyConnection, fused: Fused, least_likelihood: float, ceiling: float) -> Fused:
    """Add what the lives of accounts show to `groups`, `belonging` and what was judged."""
    found = stolen(con).df()
    if found.empty:
        return fused
    found["group_id"] = "stolen " + found["group_id"].astype(str)
    con.register("found_thefts", found)
    con.execute("insert into groups by name select distinct group_id, account_id from found_thefts")
    con.execute(
        "insert into belonging by name select distinct group_id, account_id, -ln(1 - likelihood + 0.01) as weight "
        "from found_thefts"
    )
    groups = found.groupby("group_id", sort=True).agg(
        cohort=("account_id", "nunique"),
        likelihood=("likelihood", "first"),
        p_value=("p_value", "first"),
        families=("families", "first"),
    )
    groups["likelihood"] = groups["likelihood"].clip(upper=ceiling)
    groups["families"] = [sorted(families) for families in groups["families"]]
    groups["linking"] = [len(families) for families in groups["families"]]
    groups["label"] = "stolen_keys"
    groups["reason"] = pd.Series(None, index=groups.index, dtype=object)
    groups.loc[groups["likelihood"] < least_likelihood, "reason"] = "second lives that may have met by chance"
    groups.loc[groups["cohort"] < _LEAST_ACCOUNTS, "reason"] = (
        f"fewer than {_LEAST_ACCOUNTS} accounts with a second life"
    )
    groups = groups.reset_index()
    rows = groups.explode("families").rename(columns={"families": "family"})
    rows = rows.assign(
        signal="second_life_" + rows["family"].astype(str), statistic=rows["cohort"], supports=True, usual=np.nan
    )
    return Fused(
        pd.concat([fused.groups, groups.drop(columns="cohort")], ignore_index=True),
        pd.concat([fused.tested, rows[[name for name in fused.tested.columns if name in rows]]], ignore_index=True),
    )
