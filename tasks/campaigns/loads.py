"""Is a group's load more even, or its output larger, than that of as many other accounts, active on as many days?

A permutation test: see `draws`.
"""

import numpy as np
import pandas as pd

from tasks.campaigns.draws import Floats, Ints, against_others, dice, strata, thinned
from tasks.campaigns.hours import groups_of

# A few accounts are even by chance.
_LEAST_ACCOUNTS, _ENOUGH_ACCOUNTS = 5, 400
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
    rows = []
    for signal, (family, column, kind) in _SIGNALS.items():
        values = loads[column].to_numpy(float)
        known = ~np.isnan(values)
        alike = strata(loads["stratum"].to_numpy(), known)
        # Only accounts that were used up can have been so at one amount; it speaks of a group of such accounts.
        credit = signal == "levelled_credit"
        asked = known & loads["burnt"].to_numpy(bool) if credit else known
        places = pd.Series(np.arange(len(loads)), index=pd.Index(loads["account_id"]))[asked]
        for group_id, accounts, found in groups_of(cohorts, places, _LEAST_ACCOUNTS):
            if credit and 2 * len(found) < accounts:
                continue
            chosen = thinned(found, _ENOUGH_ACCOUNTS)
            rows.append(
                {"group_id": group_id, "family": family, "signal": signal, "cohort": accounts}
                | _test(values, chosen, [alike[place] for place in chosen], kind, dice(group_id, signal))
            )
    columns = ["group_id", "family", "signal", "statistic", "usual", "cohort", "p_value"]
    return pd.DataFrame(rows, columns=columns)


def _test(
    values: Floats, places: Ints, pools: list[Ints], kind: str, generator: np.random.Generator
) -> dict[str, float]:
    return against_others(lambda chosen: _statistic(values[chosen], kind), places, pools, generator)


def _statistic(rows: Floats, kind: str) -> Floats:
    # Half of the distance between the quartiles' outer neighbours: a few accounts out of line must not hide the others.
    if kind == "spread":
        low, high = np.quantile(rows, [0.16, 0.84], axis=1)
        return np.asarray((high - low) / 2)
    return np.asarray(rows.mean(axis=1)) * (-1 if kind == "minus mean" else 1)
