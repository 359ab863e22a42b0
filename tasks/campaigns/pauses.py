"""joint_pause: a group that falls silent together in the middle of its work, while everybody else goes on.

Sees: an operator's queue that stands still (an error, a move, an unpaid bill), which stops every account at once,
whatever exits and devices they have; of what they do beside it, up to half may go on. Misses: operators that never
stop, and groups with too little work for a silence to tell. Innocent: one firm's outage, an event's keynote (hence
nothing is made of it in one room: see `fuse`). Evaded by: letting accounts go on by turns.

SynchroTrap (Cao et al., CCS 2014) sees actions that coincide; here it is their absence.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import poisson

Floats = npt.NDArray[np.float64]

HOURS = 14 * 24
_LENGTHS = (2, 3, 4, 6, 8)
# An account's hours come in sittings, so that active account-hours vary about twice as much as a Poisson count.
_DISPERSION = 2.0
# Work before and after the silence on the same day, in shares of what was to be expected there: a day that had not
# begun or was over is no pause.
_AROUND = 0.4
# Cover traffic goes on, and accounts that began just before.
_LEFT = 0.5
# A silence over most of a day is a day off.
_LARGEST_SHARE = 0.6


def pause_chances(active: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Test each group for its most telling silence.

    Args:
        active: group_id (null: everybody), hour (0 to 335), accounts active in it.
        groups: group_id, account_id.

    Returns:
        group_id, family, signal, statistic (active account-hours expected in the silence), usual (others show none),
        cohort, p_value, corrected for the choice of silence.
    """
    everybody = _series(active[active["group_id"].isna()])
    rows: list[dict[str, Any]] = []
    for group_id, hours in active.dropna(subset=["group_id"]).groupby("group_id", sort=True):
        found = _test(_series(hours), everybody)
        if found:
            rows.append({"group_id": group_id, "family": "timing", "signal": "joint_pause"} | found)
    tested = pd.DataFrame(rows, columns=["group_id", "family", "signal", "statistic", "p_value"])
    return tested.assign(usual=0.0, cohort=tested["group_id"].map(groups["group_id"].value_counts()))


def _series(hours: pd.DataFrame) -> Floats:
    counted = np.zeros(HOURS)
    counted[hours["hour"].to_numpy(np.int64)] = hours["accounts"].to_numpy(float)
    return counted.reshape(-1, 24)


def _test(group: Floats, everybody: Floats) -> dict[str, float] | None:
    """The least likely silence: what is expected is the group's own habit on other days, at everybody's level today."""
    tried, best = 0, (1.0, 0.0)
    days = np.flatnonzero(everybody.sum(axis=1) > 0)
    for day in days:
        other = days[days != day]
        if group[day].sum() < 10 or not len(other):
            continue
        habit = group[other].sum(axis=0) / np.maximum(everybody[other].sum(axis=0), 1) * everybody[day]
        if habit.sum() <= 0:
            continue
        seen, usual = np.cumsum(np.r_[0, group[day]]), np.cumsum(np.r_[0, habit / habit.sum()])
        for length in _LENGTHS:
            inside, share = seen[length:] - seen[:-length], usual[length:] - usual[:-length]
            before, after = seen[:-length], seen[-1] - seen[length:]
            rest = before + after
            expected = rest * share / np.maximum(1 - share, 1e-9)
            worked = (before >= _AROUND * rest * usual[:-length] / np.maximum(1 - share, 1e-9)) & (
                after >= _AROUND * rest * (1 - usual[length:]) / np.maximum(1 - share, 1e-9)
            )
            possible = (share <= _LARGEST_SHARE) & (before > 0) & (after > 0) & worked
            tried += int(possible.sum())
            silent = possible & (inside <= _LEFT * expected)
            if silent.any():
                chances = np.where(silent, poisson.cdf(inside / _DISPERSION, expected / _DISPERSION), 1.0)
                place = int(np.argmin(chances))
                best = min(best, (float(chances[place]), float(expected[place])))
    return {"statistic": best[1], "p_value": min(1.0, best[0] * tried)} if tried else None
