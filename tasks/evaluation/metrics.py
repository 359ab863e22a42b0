"""Measures of a detector, each small enough to check by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

# Two-sided 95 %.
_Z = 1.959963984540054
_DRAWS = 2000

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


def wilson(hits: int, of: int) -> Interval:
    """A proportion with Wilson's score interval, which also holds where `hits` is 0 or all; NaN where `of` is 0."""
    if of == 0:
        return Interval(np.nan, np.nan, np.nan)
    share, z2 = hits / of, _Z**2
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * np.sqrt(share * (1 - share) / of + z2 / (4 * of**2))
    return Interval(share, max(0.0, centre - half), min(1.0, centre + half))


def bootstrap(worlds: Sequence[float], seed: int = 0) -> Interval:
    """The mean over worlds; the interval by drawing whole worlds anew. Worlds without the figure (NaN) are left out."""
    seen = np.asarray([value for value in worlds if not np.isnan(value)], dtype=float)
    if not len(seen):
        return Interval(np.nan, np.nan, np.nan)
    means = np.random.default_rng(seed).choice(seen, (_DRAWS, len(seen))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(seen.mean()), float(low), float(high))


def precision_at(prevalence: float, recall: float, false_positives: float) -> float:
    """Bayes: P(bad | accused) where `prevalence` of all accounts are bad, from shares of the bad and the honest."""
    right, wrong = prevalence * recall, (1 - prevalence) * false_positives
    return right / (right + wrong) if right + wrong > 0 else np.nan


def rate_ratio(one: tuple[int, int], other: tuple[int, int]) -> Interval:
    """The ratio of two proportions (hits, of), with Katz's interval on the log; half a hit is added to each.

    Without the half, nobody accused in one of the two would make the ratio 0 or infinite, whatever their sizes.
    """
    (a, n), (b, m) = (one[0] + 0.5, one[1] + 0.5), (other[0] + 0.5, other[1] + 0.5)
    ratio = (a / n) / (b / m)
    half = _Z * np.sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return Interval(ratio, float(ratio * np.exp(-half)), float(ratio * np.exp(half)))


def purity(groups: pd.DataFrame) -> float:
    """The share of accused accounts that are of their group's largest true campaign.

    Args:
        groups: account_id, group_id, campaign (null for the honest, each of whom is one too many).
    """
    largest = groups.groupby(["group_id", "campaign"]).size().groupby("group_id").max()
    return float(largest.sum() / len(groups)) if len(groups) else np.nan


def completeness(groups: pd.DataFrame, sizes: pd.Series) -> float:
    """The share of a true campaign that its largest group holds, the mean over campaigns weighed by accounts.

    Args:
        groups: account_id, group_id, campaign.
        sizes: accounts of each true campaign, by its name.
    """
    largest = groups.groupby(["campaign", "group_id"]).size().groupby("campaign").max()
    return float(largest.reindex(sizes.index).fillna(0).sum() / sizes.sum()) if len(sizes) else np.nan


def brier(likelihood: Floats, outcome: Floats) -> float:
    """The mean squared difference of what was said (0 to 1) and what was so (0 or 1)."""
    return float(np.mean((likelihood - outcome) ** 2)) if len(likelihood) else np.nan


def reliability(likelihood: Floats, outcome: Floats, edges: Sequence[float]) -> pd.DataFrame:
    """What was said and how often it was so, for each bin of likelihood: low, high, count, said, so."""
    bins = np.digitize(likelihood, edges[1:-1])
    rows = pd.DataFrame({"bin": bins, "said": likelihood, "so": outcome})
    found = rows.groupby("bin").agg(count=("said", "size"), said=("said", "mean"), so=("so", "mean")).reset_index()
    found["low"], found["high"] = np.asarray(edges)[found["bin"]], np.asarray(edges)[found["bin"] + 1]
    return found[["low", "high", "count", "said", "so"]]
