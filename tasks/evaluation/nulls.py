"""Whether p-values hold where there is nothing to find: worlds without any campaign."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import kstest

# Tests of every group that is large enough. The others ask where something coincides; elsewhere the chance is 1.
ASKED_OF_ALL = frozenset(
    {
        "levelled_load",
        "levelled_credit",
        "steady_load",
        "output_heavy",
        "complementary_load",
        "machine_cadence",
        "made_up_clients",
        "joint_pause",
        "co_rotation",
        "one_queue",
    }
)


@dataclass(frozen=True)
class Null:
    """Groups with a p-value: histogram in tenths, KS test against too many small ones, shares at or below limits."""

    groups: int
    untested: int
    histogram: list[int]
    statistic: float
    p_value: float
    below: dict[float, float]


def null(candidates: pd.DataFrame, limits: tuple[float, ...] = (0.05, 0.01)) -> Null:
    """Hold the p-values of groups against the uniform distribution.

    The test is one-sided: p-values corrected for the choice among many are larger than uniform, which accuses nobody.

    Args:
        candidates: group_id, p_value (null: too little to test).
        limits: for which shares are given.
    """
    seen = candidates["p_value"].dropna().to_numpy(float)
    found = kstest(seen, "uniform", alternative="greater") if len(seen) else None
    return Null(
        groups=len(seen),
        untested=len(candidates) - len(seen),
        histogram=[int(count) for count in np.histogram(seen, bins=10, range=(0, 1))[0]],
        statistic=float(found.statistic) if found else np.nan,
        p_value=float(found.pvalue) if found else np.nan,
        below={limit: float(np.mean(seen <= limit)) if len(seen) else np.nan for limit in limits},
    )


def nulls(dealt: pd.DataFrame) -> Iterator[tuple[str, str, int, Null]]:
    """For each sort and signal the groups tested, and how their p-values lie, with 1 where nothing coincides.

    Args:
        dealt: world, sort, group_id, signal, p_value (see `dealt_out`).
    """
    for sort, of_sort in dealt.groupby("sort", sort=True):
        groups = len(of_sort.drop_duplicates(["world", "group_id"]))
        for signal, tested in of_sort.groupby("signal", sort=True):
            silent = 0 if signal in ASKED_OF_ALL else groups - len(tested)
            p_values = np.concatenate([tested["p_value"].to_numpy(float), np.ones(silent)])
            yield str(sort), str(signal), len(tested), null(pd.DataFrame({"p_value": p_values}))
