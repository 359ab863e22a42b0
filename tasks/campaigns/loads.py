"""Is a group's load more even, or its output larger, than that of as many other accounts, active on as many days?

A permutation test: the group's accounts are held against sets of accounts drawn at random from the same strata, whole
accounts at a time. The number of draws goes on only while the answer is open (Besag and Clifford 1991).
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

_SEED = 20_260_401
_DRAWS, _MORE_DRAWS = 199, 9_801
# A few accounts are even by chance, and differences that only a large group can show mean nothing.
_LEAST_ACCOUNTS, _ENOUGH_ACCOUNTS = 5, 400
_RELEVANT = {"levelled_load": 0.6, "levelled_credit": 0.6, "steady_load": 0.6, "output_heavy": 1.05}
_SIGNALS = {
    "levelled_load": ("timing", "level", "spread"),
    "levelled_credit": ("timing", "spent", "spread"),
    "steady_load": ("timing", "unsteadiness", "mean"),
    "output_heavy": ("extraction", "output", "minus mean"),
}


def load_chances(loads: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    """Test every group on each signal.

    Args:
        loads: account_id, level, unsteadiness, output, spent, burnt, stratum of every active account, in a fixed order.
        cohorts: group_id, account_id.

    Returns:
        group_id, family, signal, statistic, usual (what the same number of others show at the median), cohort, p_value.
    """
    placed = loads.reset_index(drop=True).assign(place=np.arange(len(loads)))
    found = cohorts.merge(placed[["account_id", "place"]], on="account_id")
    rows: list[dict[str, Any]] = []
    generator = np.random.default_rng(_SEED)
    burnt = placed["burnt"].to_numpy(bool)
    for signal, (family, column, kind) in _SIGNALS.items():
        values = placed[column].to_numpy(float)
        strata = placed["stratum"].to_numpy()
        known = {stratum: np.flatnonzero((strata == stratum) & ~np.isnan(values)) for stratum in np.unique(strata)}
        for group_id, members in found.groupby("group_id", sort=True):
            places = members["place"].to_numpy()
            if signal == "levelled_credit":
                # Those that were used up, if the group is one of such accounts.
                used_up = places[burnt[places]]
                places = used_up if 2 * len(used_up) >= len(places) else used_up[:0]
            places = places[~np.isnan(values[places])]
            if len(places) < _LEAST_ACCOUNTS:
                continue
            # As many tell as well as all of them.
            places = np.sort(places)[:: -(-len(places) // _ENOUGH_ACCOUNTS)]
            rows.append(
                {"group_id": group_id, "family": family, "signal": signal, "cohort": len(members)}
                | _test(values, [known[s] for s in strata[places]], places, kind, generator)
            )
    columns = ["group_id", "family", "signal", "statistic", "usual", "cohort", "p_value"]
    return pd.DataFrame(rows, columns=columns)


def relevant(tested: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a group is not only significantly but plainly apart from others."""
    return tested["statistic"] <= tested["signal"].map(_RELEVANT) * tested["usual"]


def _test(
    values: Floats,
    pools: list[npt.NDArray[np.int64]],
    places: npt.NDArray[np.int64],
    kind: str,
    generator: np.random.Generator,
) -> dict[str, float]:
    statistic = float(_statistic(values[places][None, :], kind)[0])
    drawn = _draw(values, pools, kind, _DRAWS, generator)
    if (drawn <= statistic).mean() <= 0.05:
        drawn = np.concatenate([drawn, _draw(values, pools, kind, _MORE_DRAWS, generator)])
    chance = (1 + int((drawn <= statistic).sum())) / (1 + len(drawn))
    return {"statistic": statistic, "usual": float(np.median(drawn)), "p_value": chance}


def _draw(
    values: Floats, pools: list[npt.NDArray[np.int64]], kind: str, draws: int, generator: np.random.Generator
) -> Floats:
    """`draws` statistics of sets with one account from each pool; pools of one stratum are one array."""
    parts = []
    for part in range(0, draws, 1000):
        size = min(1000, draws - part)
        sizes = np.array([len(pool) for pool in pools])
        picks = (generator.random((size, len(pools))) * sizes).astype(np.int64)
        chosen = np.empty((size, len(pools)))
        for pool in {id(pool): pool for pool in pools}.values():
            mine = np.array([each is pool for each in pools])
            chosen[:, mine] = values[pool[picks[:, mine]]]
        parts.append(_statistic(chosen, kind))
    return np.concatenate(parts)


def _statistic(rows: Floats, kind: str) -> Floats:
    # Half of the distance between the quartiles' outer neighbours: a few accounts out of line must not hide the others.
    if kind == "spread":
        low, high = np.quantile(rows, [0.16, 0.84], axis=1)
        return np.asarray((high - low) / 2)
    return np.asarray(rows.mean(axis=1)) * (-1 if kind == "minus mean" else 1)
