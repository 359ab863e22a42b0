"""Communities of accounts that write alike and do about as much, day for day: where to look for a queue dealt out.

Neither says much. Accounts that write alike are users of one tool, and many accounts do about as much as each other by
chance. So each community is asked whether its accounts' nearest in words do about as much as they do, more often than
accounts do at all. In a community of strangers they don't, however it was found.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binom

from tasks.corpora.directions import Writers
from tasks.corpora.neighbours import neighbours
from tasks.graph import Floats, Ints, communities

# How far apart the logarithms of neighbours' loads may lie.
WIDTH = 0.4
# Nearer in words than so many standard deviations of strangers; the test of the whole says whether that is near enough.
_LEAST_SURPRISE = 2.0
# Whoever has fewer neighbours in a community stands at its edge.
_LEAST_NEIGHBOURS = 4
# Of a community's accounts those stay that are as like its middle as most, in spreads below the median.
_UNLIKE = 2.0


@dataclass(frozen=True)
class Alike:
    """A community.

    Attributes:
        accounts: Their ids.
        p_value: That alike accounts do alike much so often by chance; each account counts once.
        strangers: The share of its accounts that is there by chance.
    """

    accounts: list[str]
    p_value: float
    strangers: float


def find_alike(writers: Writers, loads: pd.DataFrame, least: int) -> list[Alike]:
    """Communities of at least `least` accounts.

    Args:
        writers: those that may be found.
        loads: account_id, level (the logarithm of the usual day) of at least these.
        least: fewest accounts.
    """
    if len(writers.accounts) < least:
        return []
    level = loads.set_index("account_id")["level"].reindex(writers.accounts).to_numpy(float)
    one, other, surprise = neighbours(writers.vectors, _LEAST_SURPRISE, level, WIDTH)
    labels = communities(np.column_stack([one, other]), surprise, len(level))
    whole = [np.flatnonzero(labels == label) for label in np.flatnonzero(np.bincount(labels) >= least)]
    ends = np.concatenate(neighbours(writers.vectors, _LEAST_SURPRISE)[:2])
    half = len(ends) // 2
    as_much = np.tile(np.abs(level[ends[:half]] - level[ends[half:]]) < WIDTH, 2)
    ranked = np.sort(level)
    usual = (np.searchsorted(ranked, level + WIDTH) - np.searchsorted(ranked, level - WIDTH)) / len(level)
    found = []
    for places in whole:
        near = as_much[np.isin(ends, places)]
        if not len(near):
            continue
        seen, expected = near.mean(), usual[places].mean()
        chance = float(binom.sf(round(seen * len(places)) - 1, len(places), expected))
        kept = _core(places, one, other, writers.vectors, level)
        if len(kept) >= least:
            seen, expected = as_much[np.isin(ends, kept)].mean(), usual[kept].mean()
            strangers = min(1.0, (1 - seen) * expected / max(seen * (1 - expected), 1e-9))
            found.append(Alike([writers.accounts[place] for place in kept], chance, float(strangers)))
    return found


def _core(places: Ints, one: Ints, other: Ints, vectors: Floats, level: Floats) -> Ints:
    """Those of a community that are no worse tied to it, and no less like it, than nearly all are."""
    inside = np.isin(one, places) & np.isin(other, places)
    tied = np.bincount(np.concatenate([one[inside], other[inside]]), minlength=len(level))
    kept = places[(tied[places] >= _LEAST_NEIGHBOURS) & (np.abs(level[places] - np.median(level[places])) < WIDTH)]
    if not len(kept):
        return kept
    others = vectors[kept].sum(axis=0) - vectors[kept]
    likeness = np.einsum("ij,ij->i", vectors[kept], others) / np.maximum(np.linalg.norm(others, axis=1), 1e-12)
    middle = np.median(likeness)
    # 1.48 median deviations are a standard deviation, where deviations are normal.
    spread = 1.48 * np.median(np.abs(likeness - middle))
    return np.asarray(kept[likeness >= middle - _UNLIKE * spread])
