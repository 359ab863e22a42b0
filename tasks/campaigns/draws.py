"""The chance that others, drawn at random, are as telling as a group: permutation tests by sequential Monte Carlo.

Whole accounts are drawn, each from the stratum of the group's account whose place it takes. Drawing goes on only while
the answer is open (Besag and Clifford 1991): most groups are like others, and a score of draws shows it.
"""

import zlib
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_SEED = 20_260_401
# Draws in all after each step; they go on while fewer than `_OPEN` were as telling as the group. A chance has to
# outlast the correction for all that is tested on a group, hence so many.
_STEPS, _OPEN = (19, 199, 9_999, 99_999), 5
_AT_ONCE = 500
# At most so much of what is usual: differences that only a large group can show mean nothing.
_RELEVANT = {
    "levelled_load": 0.6,
    "levelled_credit": 0.6,
    "steady_load": 0.6,
    "output_heavy": 1.05,
    "complementary_load": 0.6,
    "machine_cadence": 0.6,
    "made_up_clients": 0.6,
    "one_queue": 0.9,
}


def dice(group_id: str, signal: str) -> np.random.Generator:
    """The same for the same group, whatever other groups there are."""
    return np.random.default_rng([_SEED, zlib.crc32(f"{signal} {group_id}".encode())])


def chance(statistic: float, draw: Callable[[int], Floats]) -> tuple[float, Floats]:
    """The chance of `statistic` or less, and what was drawn; `draw(n)` gives `n` statistics under the null."""
    drawn = np.zeros(0)
    for step in _STEPS:
        while len(drawn) < step:
            drawn = np.concatenate([drawn, draw(min(_AT_ONCE, step - len(drawn)))])
        if (drawn <= statistic).sum() >= _OPEN:
            break
    return (1 + int((drawn <= statistic).sum())) / (1 + len(drawn)), drawn


def against_others(
    statistic: Callable[[Ints], Floats], places: Ints, pools: Sequence[Ints], generator: np.random.Generator
) -> dict[str, float]:
    """Hold the accounts at `places` against sets with one account from each of `pools`.

    Args:
        statistic: of sets of places, one set a row; the smaller, the more telling.
        places: of the group's accounts.
        pools: of each of them those that may take its place; equal pools are one and the same array.
        generator: of the draws.

    Returns:
        statistic, usual (the median of what was drawn), p_value.
    """
    sizes = np.array([len(pool) for pool in pools])
    distinct = [
        (pool, np.array([each is pool for each in pools])) for pool in {id(pool): pool for pool in pools}.values()
    ]

    def draw(count: int) -> Floats:
        picks = (generator.random((count, len(pools))) * sizes).astype(np.int64)
        for pool, mine in distinct:
            picks[:, mine] = pool[picks[:, mine]]
        return statistic(picks)

    own = float(statistic(places[None, :])[0])
    p_value, drawn = chance(own, draw)
    return {"statistic": own, "usual": float(np.median(drawn)), "p_value": p_value}


def strata(of: npt.NDArray[np.generic], known: npt.NDArray[np.bool_]) -> list[Ints]:
    """Of each account the places of those in its stratum, of whom the value is `known`."""
    places = np.flatnonzero(known)
    order = places[np.argsort(of[places], kind="stable")]
    starts = np.flatnonzero(np.r_[True, of[order][1:] != of[order][:-1]]) if len(order) else np.zeros(0, np.int64)
    pools = np.split(order, starts[1:])
    by_stratum = {of[pool[0]]: pool for pool in pools if len(pool)}
    nobody = np.zeros(0, np.int64)
    return [by_stratum.get(each, nobody) for each in of]


def thinned(places: Ints, most: int) -> Ints:
    """At most `most` of them, spread evenly: as many tell as well as all."""
    return np.sort(places)[:: -(-len(places) // most)]


def relevant(tested: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a group is not only significantly but plainly apart from others."""
    # Where no signal is of these, what is mapped has no numbers to tell its type by.
    return tested["statistic"] <= tested["signal"].map(_RELEVANT).astype(float) * tested["usual"]
