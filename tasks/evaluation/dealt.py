"""Groups dealt out in a world without any campaign, through the product's own tests: there nothing is to be found.

A group that was found there is no null: families do share cards, and a p-value says "no strangers", not "a campaign".
Whole accounts dealt out are strangers: at random among all, or each in the place of an account of one of the day's
groups and active on about as many days as it, which is what most tests match on. Every family is tested on all of them,
since none had a part in choosing them.
"""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

import tasks.campaigns
from tasks.campaigns import campaigns
from tasks.campaigns.chances import of_groups
from tasks.campaigns.judging import find_everybody, population, put_to_tests
from tasks.campaigns.weights import LINKING
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import sql
from tasks.stage.connection import connection, open_inputs

_SEED = 20_260_401
# Of each sort and world, in half a minute: half as many again as should at or below .01 would show.
_GROUPS = 1000
AT_RANDOM, MATCHED = "at random", "matched"
TOGETHER = "all of these, corrected"
COLUMNS = ["sort", "group_id", "signal", "p_value"]


def dealt_out(lake: Path, day: date, found: pd.DataFrame, count: int = _GROUPS) -> pd.DataFrame:
    """Deal out `count` groups of each sort and test them.

    Args:
        lake: a world of which `day` is finished.
        day: the day as of which groups are tested.
        found: group_id, account_id of the day's groups, which say how large groups are, and of whom.
        count: groups of each sort.

    Returns:
        sort, group_id, signal, p_value; one row a group and signal that could be tested, and one for all of these.
    """
    settings = load(None, {"lake": lake})
    least = settings.campaigns.min_accounts
    found = found[found.groupby("group_id")["account_id"].transform("size") >= least]
    tests = []
    with connection(Lake(lake), settings) as con:
        open_inputs(con, Lake(lake), campaigns.reads, day)
        con.execute("create temp table ties as from links where not capped and explained is null")
        find_everybody(con)
        con.execute("create temp table groups (group_id varchar, account_id varchar)")
        everybody = con.sql("select account_id from everybody order by account_id").df()["account_id"]
        active = con.sql(sql(tasks.campaigns.__file__, "loads")).df().set_index("account_id")["stratum"]
        # Who was not active is a stratum too.
        matched = active.reindex(everybody).fillna(-1)
        for sort, stratum in ((AT_RANDOM, 0 * matched), (MATCHED, matched)):
            groups = deal(found, stratum, count)
            con.register("dealt", groups)
            con.execute("create or replace temp table groups as from dealt")
            con.execute(
                "create or replace temp table cohorts as select unnest($families) as family, group_id, account_id "
                "from groups",
                {"families": list(LINKING)},
            )
            tested = put_to_tests(con, population(con))
            together = of_groups(tested[tested["family"].isin(LINKING)], pd.Index(groups["group_id"].unique()))
            tests += [tested.assign(sort=sort), together.reset_index().assign(sort=sort, signal=TOGETHER)]
    return pd.concat(tests, ignore_index=True)[COLUMNS]


def deal(found: pd.DataFrame, stratum: "pd.Series[float]", count: int) -> pd.DataFrame:
    """`count` groups, each with as many accounts of each stratum as one of `found` has, drawn with replacement.

    Args:
        found: group_id, account_id.
        stratum: by account; all that may be dealt.
        count: of groups.

    Returns:
        group_id, account_id.
    """
    dice = np.random.default_rng(_SEED)
    pools = {key: pool.index.to_numpy() for key, pool in stratum.groupby(stratum)}
    # Members of old may be gone.
    likes = [part.to_numpy() for _, part in found["account_id"].map(stratum).dropna().groupby(found["group_id"])]
    dealt = [pd.DataFrame({"group_id": [], "account_id": []}, dtype=str)]
    for number in range(count if likes else 0):
        asked = zip(*np.unique(likes[dice.integers(len(likes))], return_counts=True), strict=True)
        chosen = np.concatenate([dice.choice(pools[key], size, replace=False) for key, size in asked])
        dealt.append(pd.DataFrame({"group_id": f"g{number:04d}", "account_id": chosen}))
    return pd.concat(dealt).sort_values(["group_id", "account_id"], ignore_index=True)
