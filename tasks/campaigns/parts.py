"""Groups that did not pass, looked at once more in parts: a campaign may have met strangers in one community.

What the whole shows is diluted then: half of it hands conversations on, the other half shares cards. A part that passes
is a group of its own, and leaves the rest as it was.
"""

from collections.abc import Callable

import duckdb
import pandas as pd

from tasks.campaigns.groups import find_parts, keep_connected
from tasks.campaigns.judging import Judged
from tasks.campaigns.reasons import FEW, WEAK
from tasks.campaigns.strangers import MET
from tasks.settings import Campaigns
from tasks.stage import sql

# Why a group was held back that may have a part that would not be.
DILUTED = (FEW, WEAK, MET)


def judge_parts(
    con: duckdb.DuckDBPyConnection, whole: Judged, judge: Callable[[], Judged], limits: Campaigns
) -> Judged:
    """Judge the parts of groups that did not pass, and put those that do in their place.

    Args:
        con: has groups, belonging and what `judge` reads; groups and belonging are changed.
        whole: what came of the groups.
        judge: judges the table `groups`.
        limits: settings.
    """
    groups = whole.fused.groups
    sizes = con.sql("select group_id, count(*) as accounts from groups group by group_id").df()
    held = groups.loc[groups["reason"].isin(DILUTED), ["group_id"]].merge(sizes)
    con.register("doubtful", held.loc[held["accounts"] >= 2 * limits.min_accounts, ["group_id"]])
    find_parts(con, limits.min_accounts)
    if not con.sql("select count(*) from parts").fetchall()[0][0]:
        return whole
    con.execute("create or replace temp table whole_groups as from groups")
    con.execute("create or replace temp table whole_belonging as from belonging")
    con.execute("create or replace temp table groups as from parts")
    con.execute("create or replace temp table belonging as " + sql(__file__, "members"))
    keep_connected(con)
    parts = judge()
    passed = parts.fused.groups.loc[parts.fused.groups["reason"].isna(), ["group_id"]]
    con.register("passed_parts", passed)
    # What is left of a group goes by the smallest account that is left.
    con.execute("create or replace temp table regrouped as " + sql(__file__, "regrouped"))
    con.execute("create or replace temp table belonging as " + sql(__file__, "still_belonging"))
    con.execute("create or replace temp table groups as select group_id, account_id from regrouped")
    left = con.sql("select distinct whole_id, group_id from regrouped where whole_id is not null").df()
    kept = set(passed["group_id"])

    def both(of_whole: pd.DataFrame, of_parts: pd.DataFrame) -> pd.DataFrame:
        renamed = of_whole.rename(columns={"group_id": "whole_id"}).merge(left, on="whole_id").drop(columns="whole_id")
        return pd.concat([renamed, of_parts[of_parts["group_id"].isin(kept)]], ignore_index=True)[of_whole.columns]

    return whole.joined(parts, both)
