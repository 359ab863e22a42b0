"""Accounts that share nothing but what they write about and how evenly they work: one queue, dealt out.

An operator that gives each account its own card, device, exit and wording still deals one queue out evenly. So in each
cluster of accounts that draw on one corpus, look for more accounts with one and the same steady load than chance puts
there (a scan statistic, Kulldorff 1997), and believe it only if something that had no part in finding them agrees: they
fell silent together, handed conversations on, or ask for what distillers ask for.
"""

from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import binom

from tasks.campaigns.chances import counted, handed
from tasks.campaigns.fuse import Fused
from tasks.campaigns.pauses import pause_chances
from tasks.stage import sql

# Half-widths of the load's logarithm, and the day-to-day spread that is called steady.
_WIDTHS, _STEADY = (0.25, 0.4), (0.25, 0.35, 0.5)
# An account that stays away half of the time is nobody's worker.
_PRESENT = 0.75
# The box was looked for, so that it has to be far from chance; what agrees with it was not.
_BOX_CHANCE, _CHANCE = 1e-6, 2e-4
# Fewer accounts are alike for many reasons.
_LEAST_ACCOUNTS = 10
# Of the accounts found, at most so many may be there by chance.
_STRANGERS = 0.1
# Whoever sends what others send is in a class, or runs a benchmark.
_REPEATED = 0.2
_SAME = "its accounts send the same prompts, as a class or a benchmark's users do"
_UNPROVEN = "alike in what they ask and how evenly they work, but nothing else shows one hand"


def add_shards(con: duckdb.DuckDBPyConnection, fused: Fused, loads: pd.DataFrame, least: int, ceiling: float) -> Fused:
    """Add what is found to `groups`, `belonging` and what was judged.

    Args:
        con: has groups, belonging, corpora, everybody, standing, and the tables that the tests' queries read.
        fused: what came of the groups that ties made.
        loads: see `find_shards`.
        least: fewest accounts.
        ceiling: of a likelihood.
    """
    con.register("passed", fused.groups.loc[fused.groups["reason"].isna(), ["group_id"]])
    out = con.sql(
        """select account_id from groups join passed using (group_id)
        union select account_id from everybody where payment is not null
        qualify count(*) over (partition by payment) >= 2
        union select account_id from everybody where not public_mail
        qualify count(*) over (partition by email_domain) >= 2
        union select account_id from standing where verdict = 'cleared'"""
    ).df()["account_id"]
    found = find_shards(
        loads, con.sql("select account_id, corpus from corpora").df(), frozenset(out), max(least, _LEAST_ACCOUNTS)
    )
    if found.empty:
        return fused
    con.register("found_shards", found)
    con.execute("insert into groups by name select group_id, account_id from found_shards")
    # The fewer strangers there are, the surer the member.
    con.execute(
        "insert into belonging by name select group_id, account_id, -ln(strangers + 0.01) as weight from found_shards"
    )
    shards = found.groupby("group_id", sort=True).agg(
        cohort=("account_id", "size"), p_value=("p_value", "first"), strangers=("strangers", "first")
    )
    tested = _corroborated(con, found)
    repeats = con.sql(sql(__file__, "repeats")).df().set_index("group_id")["repeated"].reindex(shards.index)
    seconded = tested[tested["supports"]].groupby("group_id")["family"].agg(list).reindex(shards.index)
    shards["likelihood"] = (1 - shards["strangers"]).clip(upper=ceiling).round(4)
    shards["reason"] = pd.Series(_UNPROVEN, index=shards.index).mask(seconded.notna(), None)
    shards.loc[repeats >= _REPEATED, "reason"] = _SAME
    shards["families"] = [sorted({"content", "timing", *(more if isinstance(more, list) else [])}) for more in seconded]
    shards["linking"] = 2
    # A corpus dealt out is what distillers deal out.
    shards["label"] = "distillation"
    shards = shards.reset_index()
    even = shards.assign(
        family="timing", signal="levelled_load", supports=True, usual=0.0, statistic=shards["strangers"]
    )
    alike = even.assign(family="content", signal="shared_corpus", p_value=np.nan, statistic=even["cohort"])
    rows = pd.concat([alike, even, tested], ignore_index=True)
    return Fused(
        pd.concat([fused.groups, shards.drop(columns=["cohort", "strangers"])], ignore_index=True),
        pd.concat([fused.tested, rows[[name for name in fused.tested.columns if name in rows]]], ignore_index=True),
    )


def _corroborated(con: duckdb.DuckDBPyConnection, found: pd.DataFrame) -> pd.DataFrame:
    """What had no part in finding the shards: joint silence, hand-offs inside, what the prompts ask for."""
    con.execute("create or replace temp table timed as select group_id, account_id from found_shards")
    con.execute(
        "create or replace temp table cohorts as select 'timing' as family, group_id, account_id from found_shards"
    )
    paused = pause_chances(con.sql(sql(__file__, "hours")).df()).assign(usual=0.0)
    shown = pd.concat(
        [
            handed(con, sql(__file__, "handoff_counts")),
            counted(con, sql(__file__, "traits")),
            counted(con, sql(__file__, "pivots")),
        ]
    )
    rows = pd.concat([paused, shown[shown["group_id"].isin(found["group_id"])]], ignore_index=True)
    return rows.assign(supports=rows["p_value"] * max(1, found["group_id"].nunique()) <= _CHANCE)


def find_shards(loads: pd.DataFrame, corpora: pd.DataFrame, out: frozenset[str], least: int) -> pd.DataFrame:
    """Look for a shard in each corpus.

    Args:
        loads: account_id, level, unsteadiness, presence of every active account.
        corpora: account_id, corpus.
        out: accounts that take no part: in campaigns already, or sharing a payer or an own mail domain.
        least: fewest accounts.

    Returns:
        group_id, account_id, p_value (corrected for all boxes of its corpus) and strangers (share of the shard that is
        expected by chance), one row for each account.
    """
    eligible = loads[~loads["account_id"].isin(out)].merge(corpora, on="account_id", how="left")
    eligible = eligible.sort_values("account_id").reset_index(drop=True)
    level = eligible["level"].to_numpy(float)
    steady = eligible["unsteadiness"].where(eligible["presence"] >= _PRESENT).fillna(np.inf).to_numpy(float)
    rows: list[dict[str, Any]] = []
    for _, members in eligible.groupby("corpus", sort=True):
        inside = np.zeros(len(eligible), dtype=bool)
        inside[members.index] = True
        if inside.sum() < least or inside.all():
            continue
        chance, strangers, box = _fullest(level, steady, inside, least)
        if chance <= _BOX_CHANCE and strangers <= _STRANGERS:
            accounts = eligible.loc[box, "account_id"].tolist()
            rows += [
                {"group_id": f"shard {accounts[0]}", "account_id": account, "p_value": chance, "strangers": strangers}
                for account in accounts
            ]
    return pd.DataFrame(rows, columns=["group_id", "account_id", "p_value", "strangers"])


def _fullest(
    level: npt.NDArray[np.float64], steady: npt.NDArray[np.float64], inside: npt.NDArray[np.bool_], least: int
) -> tuple[float, float, npt.NDArray[np.bool_]]:
    """The box round an account's load that holds more of the corpus than chance: p-value, share by chance, the box."""
    best = (1.0, 1.0, np.zeros(len(level), dtype=bool))
    starts = np.flatnonzero(inside & (steady <= _STEADY[-1]))
    count = int(inside.sum())
    tries = count * len(_WIDTHS) * len(_STEADY)
    for start in starts:
        for width in _WIDTHS:
            near = np.abs(level - level[start]) <= width
            for most in _STEADY:
                box = near & (steady <= most)
                found = int((box & inside).sum())
                if found < least:
                    continue
                usual = (int((box & ~inside).sum()) + 1) / (int((~inside).sum()) + 1)
                chance = min(1.0, float(binom.sf(found - 1, count, usual)) * tries)
                if chance < best[0]:
                    best = (chance, count * usual / found, box & inside)
    return best
