"""From tests to a verdict on each group: which families agree, how likely one hand is, and why it did not pass."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tasks.campaigns.chances import benjamini_hochberg
from tasks.campaigns.draws import relevant
from tasks.campaigns.reasons import SEATED, USUAL_SHARE, customers_alike, reasons
from tasks.campaigns.weights import HALF, LINKING, Weights
from tasks.settings import Campaigns

# A signal speaks for a group at this chance, after correction for all that were tested on it ...
CHANCE = 0.001
# ... and if it is of the group: two of twenty-five with one habit say nothing of the other twenty-three. What a group
# is after, where it is, or what honest people never do, may be the habit of fewer.
_SHARE = {"extraction": 0.3, "geography": 0.3, "crossed_handoff": 0.3}
# What agrees with a knot may be as likely by chance as this, over all that is asked of all of them: both chances
# together are small, and neither had a part in the other.
_SECOND = 0.05
# A room has at most so many exits for each who sits in it.
_EXITS = 1 / 5
# Of all accounts so many at least have to be paid for by those who made them, to be one hand's for that.
_PAYING = 1 / 3
# A farm is made in one stretch, all but a few of it.
_WHOLE = 0.9
# What programs do that run by the clock, whoever's they are.
_CLOCKWORK = ("levelled_load", "steady_load", "complementary_load", "machine_cadence")


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
        sizes: group_id, accounts, at_once (see the SQL file).
        showing: group_id, family, signal, forming, share (of its accounts with a tie of this kind to others of it),
            of_one (with the value that most of them have), several (with more than one), values (for each account).
        tested: as `chances` gives it.
        customers: group_id, accounts, seats, housed, crossing, largest, paid, made_and_paid (see the SQL file).
        limits: settings.
        weights: what each signal is worth.
    """
    tested = _corrected(tested, showing, sizes.loc[sizes["at_once"].astype(bool), "group_id"])
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
    groups["unclocked"] = _with(groups, timed, ~timed["signal"].isin(_CLOCKWORK))
    groups["likelihood"] = _likelihood(linked, groups.index, weights)
    groups["discovered"] = benjamini_hochberg(
        groups["p_value"].fillna(1.0).to_numpy(float), limits.false_discovery_rate
    )
    customers = customers.set_index("group_id").reindex(groups.index)
    queued = _with(groups, speaking, speaking["signal"] == "one_queue")
    spent = _with(groups, speaking, speaking["signal"] == "levelled_credit")
    farmed = spent & ~groups["at_once"].to_numpy(bool)
    # Cards of some and devices of others are two strangers' groups that met, and so are a family and a class.
    paying = np.maximum(USUAL_SHARE * customers["paid"].clip(lower=1), _PAYING * customers["accounts"])
    groups["made_and_paid"] = customers["made_and_paid"] >= paying
    groups["made_at_once"] = groups.index.isin(_made_at_once(tested))
    pooled = (showing["signal"] == "shared_address") & (showing["several"] >= USUAL_SHARE) & ~_roomed(showing)
    groups["pooled"] = _with(groups, showing, pooled)
    groups["customers"] = customers_alike(groups, queued, farmed, customers)
    machines = (showing["signal"] == "shared_device") & (showing["share"] >= USUAL_SHARE)
    # A firm's desks are one image of one machine, in a country that is cheap: nobody hides who pays for them all.
    one_payer = customers["largest"] > SEATED * customers["accounts"]
    groups["queued"] = queued & _with(groups, showing, machines) & ~one_payer
    groups["label"] = None
    groups["reason"] = reasons(groups, limits)
    return Fused(groups.reset_index(), _supporting(tested, made))


def _with(groups: pd.DataFrame, rows: pd.DataFrame, which: "pd.Series[bool]") -> npt.NDArray[np.bool_]:
    """Which of `groups`, by their index, have one of `rows` where `which` holds."""
    return groups.index.isin(rows.loc[which, "group_id"])


def _corrected(tested: pd.DataFrame, showing: pd.DataFrame, at_once: "pd.Series[str]") -> pd.DataFrame:
    """Add Bonferroni over all that was tested on a group (extraction apart, it asks another question) and `speaks`."""
    tested = tested.merge(showing[["group_id", "signal", "share"]], on=["group_id", "signal"], how="left")
    linking = tested["family"].isin(LINKING)
    tries = tested[linking].groupby("group_id")["signal"].size().reindex(tested["group_id"]).fillna(1).to_numpy()
    tested["corrected"] = np.minimum(1.0, tested["p_value"] * np.where(linking, tries, 2))
    share = tested["share"].fillna(tested["statistic"] / tested["cohort"])
    asked = tested["signal"].map(_SHARE).fillna(tested["family"].map(_SHARE)).fillna(USUAL_SHARE)
    plain = (share >= asked).where(tested["usual"].isna(), relevant(tested)) | (tested["signal"] == "joint_pause")
    # Who sits in one room stops together: a pause is then no second family beside the address. Nor is it one that
    # accounts were used up there at one amount, if all at once: an event with one kit does so.
    roomy = (tested["signal"] == "joint_pause") | (
        (tested["signal"] == "levelled_credit") & tested["group_id"].isin(at_once)
    )
    rooms = showing.loc[(showing["signal"] == "shared_address") & _roomed(showing), "group_id"]
    tested["speaks"] = (tested["corrected"] <= CHANCE) & plain & ~(roomy & tested["group_id"].isin(rooms))
    tested["speaks"] |= _seconds(tested)
    return tested


def _seconds(tested: pd.DataFrame) -> "pd.Series[bool]":
    """What agrees with a knot where no other family speaks."""
    knots = tested.loc[tested["speaks"] & (tested["signal"] == "handoff_knot"), "group_id"]
    other = tested["family"].isin(LINKING) & (tested["family"] != "timing")
    alone = set(knots) - set(tested.loc[tested["speaks"] & other, "group_id"])
    plain = tested["usual"].isna() | relevant(tested)
    return tested["group_id"].isin(alone) & other & plain & (tested["corrected"] * len(alone) <= _SECOND)


def _made_at_once(tested: pd.DataFrame) -> "pd.Series[str]":
    """Groups made in one stretch: nearly whole, or those whose accounts write alike too. An agency takes on clients."""
    made = tested[tested["speaks"] & (tested["signal"] == "joint_signup")]
    alike = made["group_id"].isin(tested.loc[tested["speaks"] & (tested["family"] == "content"), "group_id"])
    return made.loc[alike | (made["statistic"] >= _WHOLE * made["cohort"]), "group_id"]


def _roomed(showing: pd.DataFrame) -> "pd.Series[bool]":
    """Where most of a group is behind one address, or behind few."""
    few = (showing["share"] >= USUAL_SHARE) & (showing["values"] <= _EXITS)
    return (showing["of_one"] >= USUAL_SHARE) | few


def _made_by(showing: pd.DataFrame, speaking: pd.DataFrame) -> pd.DataFrame:
    """Ties that made a group in which another family speaks: agreement holds for both sides of it."""
    backbone = showing[showing["forming"].astype(bool) & (showing["share"] >= USUAL_SHARE)]
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
