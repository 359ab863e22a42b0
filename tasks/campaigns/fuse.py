"""From tests to a verdict on each group: which families agree, how likely one hand is, and why it did not pass."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tasks.campaigns.chances import benjamini_hochberg
from tasks.campaigns.draws import relevant
from tasks.campaigns.weights import HALF, LINKING, Weights
from tasks.settings import Campaigns

# A signal speaks for a group at this chance, after correction for all that were tested on it ...
_CHANCE = 0.001
# ... and if it is of the group: two of twenty-five with one habit say nothing of the other twenty-three. What a group
# is after, or where it is, may be the habit of fewer.
_SHARE = {"extraction": 0.3, "geography": 0.3}
_USUAL_SHARE = 0.5
# Where so many sit on instruments that pay for several, the group looks like customers with many seats.
_SEATED = 0.6
# What the timing of a group has to be worth to look like one hand at work: more than that all do about as much.
_HANDS = 1.5

WEAK = "the families that agree are weak ones: more evidence is needed"
FEW = "fewer than two independent families of evidence agree"


@dataclass(frozen=True)
class Fused:
    """What came of it.

    `groups` has one row a group with families, p_value, likelihood, label (null: `campaigns.sql` gives one by what the
    campaign shows) and reason (null: passed); `tested` is as it was given, with `supports` added.
    """

    groups: pd.DataFrame
    tested: pd.DataFrame


def fuse(  # noqa: PLR0913, PLR0917 - the tables that a verdict rests on
    sizes: pd.DataFrame,
    showing: pd.DataFrame,
    tested: pd.DataFrame,
    customers: pd.DataFrame,
    limits: Campaigns,
    weights: Weights,
) -> Fused:
    """Judge every group.

    Args:
        sizes: group_id, accounts.
        showing: group_id, family, signal, forming, share (of its accounts with a tie of this kind to others of it).
        tested: as `chances` gives it.
        customers: group_id, accounts, seats, crossing, largest, paid, made_and_paid (see the SQL file).
        limits: settings.
        weights: what each signal is worth.
    """
    tested = _corrected(tested, showing)
    speaking = tested.loc[tested["speaks"], ["group_id", "family", "signal"]]
    made = _made_by(showing, speaking[speaking["family"].isin(LINKING)])
    found = pd.concat([speaking, made], ignore_index=True).drop_duplicates()
    linked = found[found["family"].isin(LINKING)]
    groups = sizes.set_index("group_id").sort_index()
    linking = tested[tested["family"].isin(LINKING)]
    groups["p_value"] = linking.groupby("group_id")["corrected"].min().reindex(groups.index)
    groups["families"] = _families(found).reindex(groups.index)
    groups["linking"] = linked.groupby("group_id")["family"].nunique().reindex(groups.index).fillna(0)
    timed = linked[linked["family"] == "timing"]
    groups["hands"] = _worth(timed, weights).groupby("group_id").sum().reindex(groups.index).fillna(0.0)
    groups["likelihood"] = _likelihood(linked, groups.index, weights)
    groups["discovered"] = benjamini_hochberg(
        groups["p_value"].fillna(1.0).to_numpy(float), limits.false_discovery_rate
    )
    customers = customers.set_index("group_id").reindex(groups.index)
    queued = groups.index.isin(speaking.loc[speaking["signal"] == "one_queue", "group_id"])
    groups["customers"] = _customers(groups["families"], queued, customers)
    # Cards of some and devices of others are two strangers' groups that met.
    groups["made_and_paid"] = customers["made_and_paid"] >= _USUAL_SHARE * customers["paid"].clip(lower=1)
    groups["label"] = None
    groups["reason"] = _reasons(groups, limits)
    return Fused(groups.reset_index(), _supporting(tested, made))


def _corrected(tested: pd.DataFrame, showing: pd.DataFrame) -> pd.DataFrame:
    """Add Bonferroni over all that was tested on a group (extraction apart, it asks another question) and `speaks`."""
    tested = tested.merge(showing[["group_id", "signal", "share"]], on=["group_id", "signal"], how="left")
    linking = tested["family"].isin(LINKING)
    tries = tested[linking].groupby("group_id")["signal"].size().reindex(tested["group_id"]).fillna(1).to_numpy()
    tested["corrected"] = np.minimum(1.0, tested["p_value"] * np.where(linking, tries, 2))
    share = tested["share"].fillna(tested["statistic"] / tested["cohort"])
    asked = tested["family"].map(_SHARE).fillna(_USUAL_SHARE)
    plain = (share >= asked).where(tested["usual"].isna(), relevant(tested)) | (tested["signal"] == "joint_pause")
    tested["speaks"] = (tested["corrected"] <= _CHANCE) & plain
    return tested


def _made_by(showing: pd.DataFrame, speaking: pd.DataFrame) -> pd.DataFrame:
    """Ties that made a group in which another family speaks: agreement holds for both sides of it."""
    backbone = showing[showing["forming"].astype(bool) & (showing["share"] >= _USUAL_SHARE)]
    pairs = backbone.merge(speaking[["group_id", "family"]], on="group_id", suffixes=("", "_other"))
    return pairs.loc[pairs["family"] != pairs["family_other"], ["group_id", "family", "signal"]].drop_duplicates()


def _supporting(tested: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """`tested` with `supports`, and the signals that made a group; the chance of what made it stands for nothing."""
    rows = tested.merge(made.assign(made=True), on=["group_id", "family", "signal"], how="outer")
    rows["made"] = rows["made"].eq(True)
    speaks = rows["speaks"].eq(True)
    rows["supports"] = speaks | rows["made"]
    rows.loc[rows["made"] & ~speaks, "p_value"] = np.nan
    return rows


def _families(found: pd.DataFrame) -> "pd.Series[Any]":
    ordered = found.sort_values(["group_id", "family"]).drop_duplicates(["group_id", "family"])
    return ordered.groupby("group_id")["family"].agg(list)


def _likelihood(linked: pd.DataFrame, groups: pd.Index, weights: Weights) -> "pd.Series[float]":
    """That each group is under one hand."""
    odds = weights.prior + _worth(linked, weights).groupby("group_id").sum().reindex(groups).fillna(0.0)
    return pd.Series(weights.probability(odds), index=groups).round(4)


def _worth(linked: pd.DataFrame, weights: Weights) -> "pd.Series[float]":
    """What each family of each group is worth: its best signal, and half of the others."""
    # Of no signals what is mapped would be text.
    worth = linked["signal"].map(weights.likelihood).astype(float)
    each = linked.assign(worth=worth).groupby(["group_id", "family"])["worth"]
    return HALF * each.sum() + (1 - HALF) * each.max()


def _customers(families: "pd.Series[Any]", queued: npt.NDArray[np.bool_], customers: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the group looks like customers with many seats: a start-up, a school, an agency and its clients.

    It does not where conversations cross between payers, where something is extracted or one queue is dealt out, where
    several payers' accounts use one scaffold and were made by one hand, or where one machine made accounts that
    contradict the places they claim: seats abroad do so too, but not from one machine.
    """
    seated = customers["seats"] >= _SEATED * customers["accounts"]
    crossing = customers["crossing"] >= _USUAL_SHARE * customers["accounts"]
    several = customers["largest"].between(1, _SEATED * customers["accounts"])
    extracting = (_has(families, "extraction") | queued) & (_has(families, "content") | _has(families, "timing"))
    one_hand = several & _has(families, "content") & _has(families, "identity")
    one_machine = customers["made_and_paid"] >= _USUAL_SHARE * customers["accounts"]
    posing = _has(families, "geography") & one_machine
    return seated & ~crossing & ~extracting & ~one_hand & ~posing


def too_small(least: int) -> str:
    """Why a group of fewer accounts is held back."""
    return f"too small to say anything about: fewer than {least} accounts"


def _has(families: "pd.Series[Any]", family: str) -> "pd.Series[bool]":
    return families.map(lambda found: isinstance(found, list) and family in found).astype(bool)


def _reasons(groups: pd.DataFrame, limits: Campaigns) -> "pd.Series[str]":
    """Why a group did not pass, the first that holds; null where it did."""
    reason = pd.Series(None, index=groups.index, dtype=object)
    made_and_paid = _has(groups["families"], "payment") & _has(groups["families"], "identity") & groups["made_and_paid"]
    idle = (groups["hands"] < _HANDS) & ~made_and_paid
    reason[idle] = "nothing in how it works or pays looks like one hand: events and classes look the same"
    unlikely = groups["likelihood"] < limits.min_likelihood
    reason[unlikely] = WEAK
    reason[~groups["discovered"]] = "too likely by chance, among all groups of the day"
    reason[groups["customers"]] = "no sign of extraction: customers with many seats look the same"
    reason[groups["linking"] < 2] = FEW
    small = groups["accounts"] < limits.min_accounts
    reason[small] = too_small(limits.min_accounts)
    return reason
