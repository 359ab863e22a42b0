"""Accounts that share nothing but what they write about and how much they do: one queue, dealt out.

An operator that gives each account its own card, device, exit and wording still deals one queue out, about as much to
each. Communities that are alike in both (see `alike`) are believed only if something that had no part in finding them
agrees: they fell silent together, turned to a new model together, or handed conversations on.

Misses: operators that do none of these. Innocent: users of one tool whose default changes, customers that make data
with leave; jobs that run by the clock are as even as anything, so that no evenness is enough. Evaded by: cover traffic
that outweighs the rest, loads drawn at random from what people do.
"""

import duckdb
import numpy as np
import pandas as pd

from tasks.campaigns.alike import find_alike
from tasks.campaigns.chances import handed
from tasks.campaigns.fuse import Fused
from tasks.campaigns.pauses import pause_chances
from tasks.campaigns.reasons import CLOCKWORK, too_small
from tasks.campaigns.stratified import stratified_chances
from tasks.campaigns.weights import Weights
from tasks.campaigns.widened import find_rest
from tasks.corpora import words_of_writers
from tasks.corpora.directions import directions
from tasks.odds import most_odds
from tasks.settings import Campaigns
from tasks.stage import sql

# The day-to-day spread of a load's logarithm that is called steady, and the share of days on which a worker is there.
_STEADY, _PRESENT = 0.6, 0.6
# That alike accounts do alike much by chance, and that what agrees with it does, each over all communities and all that
# is asked of them. How likely both of them make one hand says the rest.
_CHANCE = 0.05
# Fewer accounts are alike for many reasons; and at most so many of them may be there by chance.
_LEAST_ACCOUNTS, _STRANGERS = 10, 0.4
# Whoever sends what others send is in a class, or runs a benchmark.
_REPEATED = 0.2
_SAME = "its accounts send the same prompts, as a class or a benchmark's users do"
_UNPROVEN = "alike in what they ask and how much they do, but nothing else shows one hand"


def add_shards(
    con: duckdb.DuckDBPyConnection, fused: Fused, loads: pd.DataFrame, limits: Campaigns, weights: Weights
) -> Fused:
    """Add what is found to `groups`, `belonging` and what was judged.

    Args:
        con: has groups, belonging, account_words, everybody, standing, and the tables that the tests' queries read.
        fused: what came of the groups that ties made.
        loads: account_id, level, unsteadiness, presence of every active account.
        limits: settings.
        weights: how likely a group is one before anything is known of it.
    """
    found = _found(con, fused, loads, max(limits.min_accounts, _LEAST_ACCOUNTS))
    if found.empty:
        return fused
    con.execute(f"set variable strangers = {_STRANGERS}::double")
    tested = _corroborated(con, found)
    _take_in(con, found)
    shards = con.sql(sql(__file__, "shards")).df().set_index("group_id")
    seconded = tested[tested["supports"]].groupby("group_id")["family"].agg(list).reindex(shards.index)
    even = (shards["p_value"] * len(shards)).clip(upper=1)
    second = tested.groupby("group_id")["corrected"].min().reindex(shards.index).fillna(1.0)
    seconds = (even <= _CHANCE) & (second <= _CHANCE)
    chance = both(even, second).where(seconds, 1.0)
    shards["likelihood"] = weights.probability(weights.prior + np.log(most_odds(chance.to_numpy()))).round(4)
    proven = shards["likelihood"] >= limits.min_likelihood
    shards["reason"] = pd.Series(_UNPROVEN, index=shards.index).mask(proven, None)
    shards.loc[shards["cohort"] < limits.min_accounts, "reason"] = too_small(limits.min_accounts)
    shards.loc[shards["repeated"] >= _REPEATED, "reason"] = _SAME
    _widen(con, found[found["group_id"].isin(shards.index[shards["reason"].isna()])], loads)
    shards["families"] = [sorted({"content", "timing", *(more if isinstance(more, list) else [])}) for more in seconded]
    shards["linking"] = 2
    # A corpus dealt out is what distillers deal out.
    shards["label"] = "distillation"
    shards = shards.reset_index()
    levelled = shards.assign(
        family="timing", signal="levelled_load", supports=True, usual=0.0, statistic=shards["strangers"]
    )
    alike = levelled.assign(family="content", signal="shared_corpus", p_value=float("nan"), statistic=shards["cohort"])
    rows = pd.concat([alike, levelled, tested[tested["group_id"].isin(shards["group_id"])]], ignore_index=True)
    return Fused(
        pd.concat([fused.groups, shards.drop(columns=["cohort", "strangers", "repeated"])], ignore_index=True),
        pd.concat([fused.tested, rows[[name for name in fused.tested.columns if name in rows]]], ignore_index=True),
    )


def _found(con: duckdb.DuckDBPyConnection, fused: Fused, loads: pd.DataFrame, least: int) -> pd.DataFrame:
    """group_id, account_id, p_value, strangers of communities among accounts that nothing else has explained."""
    known = fused.groups["reason"].isna() | (fused.groups["reason"] == CLOCKWORK)
    con.register("explained", fused.groups.loc[known, ["group_id"]])
    con.register("loads", loads.loc[(loads["presence"] >= _PRESENT) & (loads["unsteadiness"] <= _STEADY)])
    con.execute("create or replace temp table writers as " + sql(__file__, "unexplained"))
    rows = [
        {"group_id": f"shard {min(alike.accounts)}", "account_id": account, "p_value": alike.p_value}
        | {"strangers": alike.strangers}
        for alike in find_alike(directions(words_of_writers(con)), loads, least)
        if alike.strangers <= _STRANGERS
        for account in alike.accounts
    ]
    return pd.DataFrame(rows, columns=["group_id", "account_id", "p_value", "strangers"])


def _take_in(con: duckdb.DuckDBPyConnection, found: pd.DataFrame) -> None:
    """Put those of `found` that are no strangers into `shard_members`, `groups` and `belonging`."""
    con.register("found_shards", found)
    con.execute("create or replace temp table shard_members as " + sql(__file__, "shard_members"))
    con.execute("insert into groups by name select group_id, account_id from shard_members")
    # The fewer strangers there are, the surer the member.
    con.execute(
        "insert into belonging by name select group_id, account_id, -ln(stranger + 0.01) as weight from shard_members"
    )


def _widen(con: duckdb.DuckDBPyConnection, proven: pd.DataFrame, loads: pd.DataFrame) -> None:
    """Take in who writes as the accounts of `proven` do, where they show one hand by themselves."""
    rest = find_rest(con, proven, loads) if len(proven) else proven
    if rest.empty:
        return
    con.register("tested", _corroborated(con, rest))
    _take_in(con, con.sql(sql(__file__, "newcomers")).df())


def _corroborated(con: duckdb.DuckDBPyConnection, found: pd.DataFrame) -> pd.DataFrame:
    """What had no part in finding them: joint silence, hand-offs inside, a joint pivot."""
    con.register("found_shards", found)
    # Asked is only of those that do alike: the others are not believed, whatever agrees with them.
    con.execute(
        "create or replace temp table timed as select group_id, account_id from found_shards "
        f"where p_value * (select count(distinct group_id) from found_shards) <= {_CHANCE}"
    )
    con.execute("create or replace temp table cohorts as select 'timing' as family, * from timed")
    timed = con.sql("from timed").df()
    paused = pause_chances(con.sql(sql(__file__, "hours")).df(), timed)
    turned = stratified_chances(con, sql(__file__, "pivots"))
    shown = pd.concat([handed(con, sql(__file__, "handoff_counts")), turned])
    groups = timed[["group_id"]].drop_duplicates()
    # Where nothing was asked, what is empty has no numbers to tell its type by.
    rows = pd.concat([paused, shown.merge(groups)], ignore_index=True).astype({"p_value": float})
    tries = rows.groupby("group_id")["signal"].transform("size") * len(groups)
    corrected = (rows["p_value"] * tries).clip(upper=1)
    return rows.assign(corrected=corrected, supports=corrected <= _CHANCE)


def both(one: pd.Series, other: pd.Series) -> pd.Series:
    """The chance of two independent chances as small as these (Fisher's method, for two)."""
    product = (one * other).clip(lower=1e-300)
    found: pd.Series[float] = product * (1 - np.log(product))
    return found
