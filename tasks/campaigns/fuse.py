"""From tests to a verdict on each group: which families agree, how likely one hand is, and why it did not pass."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tasks.campaigns.chances import benjamini_hochberg
from tasks.campaigns.weights import CEILING, PRIOR, WEIGHTS
from tasks.settings import Campaigns

_LINKING = ("identity", "payment", "network", "timing", "content")
_WORTH = {weight.signal: weight.likelihood for weight in WEIGHTS}
# A family speaks for a group at this chance, after correction for all that were tested on it.
_SPEAKS = 0.01


@dataclass(frozen=True)
class Fused:
    """What came of it.

    `groups` has one row a group with families, p_value, likelihood and reason (null: passed); `tested` is as it was
    given, with `supports` added.
    """

    groups: pd.DataFrame
    tested: pd.DataFrame


def fuse(
    sizes: pd.DataFrame, forming: pd.DataFrame, tested: pd.DataFrame, against: pd.DataFrame, limits: Campaigns
) -> Fused:
    """Judge every group.

    Args:
        sizes: group_id, accounts.
        forming: group_id, family, signal, share (of its accounts with a forming tie of this kind).
        tested: as `chances` gives it.
        against: group_id, signal, clears.
        limits: settings.
    """
    tested = _corrected(tested)
    linking = tested[tested["family"].isin(_LINKING)]
    group_p = linking.groupby("group_id")["corrected"].min()
    speaking = tested[tested["corrected"] <= _SPEAKS]
    made = _made_by(forming, speaking[speaking["family"].isin(_LINKING)])
    found = pd.concat([speaking[["group_id", "family", "signal"]], made], ignore_index=True).drop_duplicates()
    groups = sizes.set_index("group_id").sort_index()
    groups["p_value"] = group_p.reindex(groups.index)
    linked = found[found["family"].isin(_LINKING)].sort_values(["group_id", "family"])
    groups["families"] = _families(found).reindex(groups.index)
    groups["linking"] = linked.groupby("group_id")["family"].nunique().reindex(groups.index).fillna(0)
    groups["likelihood"] = _likelihood(linked).reindex(groups.index).fillna(1 / (1 + np.exp(-PRIOR)))
    groups["discovered"] = benjamini_hochberg(
        groups["p_value"].fillna(1.0).to_numpy(float), limits.false_discovery_rate
    )
    cleared = against[against["clears"].astype(bool)].groupby("group_id")["signal"].first()
    groups["reason"] = _reasons(groups, cleared.reindex(groups.index), limits)
    tested["supports"] = tested["corrected"] <= _SPEAKS
    return Fused(groups.reset_index(), pd.concat([tested, _untested(made, tested)], ignore_index=True))


def _corrected(tested: pd.DataFrame) -> pd.DataFrame:
    """Bonferroni over all that was tested on a group; extraction apart, it asks another question."""
    tested = tested.copy()
    linking = tested["family"].isin(_LINKING)
    tries = tested[linking].groupby("group_id")["signal"].size().reindex(tested["group_id"]).fillna(1).to_numpy()
    tested["corrected"] = np.minimum(1.0, tested["p_value"] * np.where(linking, tries, 2))
    return tested


def _made_by(forming: pd.DataFrame, speaking: pd.DataFrame) -> pd.DataFrame:
    """Ties that made a group in which another family speaks: agreement holds for both sides of it."""
    backbone = forming[forming["share"] >= 0.5]
    pairs = backbone.merge(speaking[["group_id", "family"]], on="group_id", suffixes=("", "_other"))
    return pairs.loc[pairs["family"] != pairs["family_other"], ["group_id", "family", "signal"]].drop_duplicates()


def _untested(made: pd.DataFrame, tested: pd.DataFrame) -> pd.DataFrame:
    """The signals that made a group and could not be tested in it, as findings without a chance of their own."""
    keys = set(zip(tested["group_id"], tested["signal"], strict=True))
    new = [key not in keys for key in zip(made["group_id"], made["signal"], strict=True)]
    return made.loc[new].assign(supports=True)


def _families(found: pd.DataFrame) -> "pd.Series[Any]":
    ordered = found.sort_values(["group_id", "family"]).drop_duplicates(["group_id", "family"])
    return ordered.groupby("group_id")["family"].agg(list)


def _likelihood(linked: pd.DataFrame) -> "pd.Series[float]":
    best = linked.assign(worth=linked["signal"].map(_WORTH)).groupby(["group_id", "family"])["worth"].max()
    odds = PRIOR + best.groupby("group_id").sum()
    return pd.Series(1 / (1 + np.exp(-odds)), dtype="float64").clip(upper=CEILING).round(4)


def _reasons(groups: pd.DataFrame, cleared: "pd.Series[str]", limits: Campaigns) -> "pd.Series[str]":
    """Why a group did not pass, the first that holds; null where it did."""
    reason = pd.Series(None, index=groups.index, dtype=object)
    small, few = groups["accounts"] < limits.min_accounts, groups["linking"] < 2
    unlikely = groups["likelihood"] < limits.min_likelihood
    reason[unlikely] = "the families that agree are weak ones: more evidence is needed"
    reason[~groups["discovered"]] = "too likely by chance, among all groups of the day"
    reason[few] = "fewer than two independent families of evidence agree"
    reason[small] = f"too small to say anything about: fewer than {limits.min_accounts} accounts"
    reason[cleared.notna()] = "cleared by counter-evidence: " + cleared.fillna("").astype(str)
    return reason
