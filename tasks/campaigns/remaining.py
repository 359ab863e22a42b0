"""Groups that strangers left, judged once more by who remains: what spoke for a group may have been the strangers'."""

from collections.abc import Callable
from dataclasses import replace

import duckdb
import pandas as pd

from tasks.campaigns.chances import benjamini_hochberg
from tasks.campaigns.fuse import Fused
from tasks.campaigns.judging import Judged
from tasks.campaigns.reasons import LIKELY
from tasks.stage import sql


def judge_remaining(con: duckdb.DuckDBPyConnection, judged: Judged, judge: Callable[[], Judged], rate: float) -> Judged:
    """Judge those that passed and are smaller now, and put what comes of it in place of what was said before.

    False discoveries are controlled once more over all groups that there are then, parts among them.

    Args:
        con: has groups and what `judge` reads.
        judged: what came of the groups before strangers were taken out of them.
        judge: judges the table `groups` as it is.
        rate: of false discoveries.
    """
    groups = judged.fused.groups
    con.register("judged_before", groups.loc[groups["reason"].isna(), ["group_id", "accounts"]])
    con.execute("create or replace temp table smaller as " + sql(__file__, "smaller"))
    smaller = con.sql("from smaller").df()
    if smaller.empty:
        return _controlled(judged, rate)
    con.execute("create or replace temp table whole_groups as from groups")
    con.execute("create or replace temp table groups as from whole_groups semi join smaller using (group_id)")
    again = judge()
    con.execute("create or replace temp table groups as from whole_groups")

    def both(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
        kept = before[~before["group_id"].isin(smaller["group_id"])]
        return pd.concat([kept, after], ignore_index=True)[before.columns]

    return _controlled(judged.joined(again, both), rate)


def _controlled(judged: Judged, rate: float) -> Judged:
    groups = judged.fused.groups.copy()
    discovered = benjamini_hochberg(groups["p_value"].fillna(1.0).to_numpy(float), rate)
    groups.loc[groups["reason"].isna() & ~discovered, "reason"] = LIKELY
    return replace(judged, fused=Fused(groups, judged.fused.tested))
