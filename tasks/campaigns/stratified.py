"""The chance of a count over several strata, in each of which whole accounts are dealt out anew.

Within a stratum that gives the hypergeometric distribution; the sum over strata has the convolution of them.
"""

import duckdb
import numpy as np
import pandas as pd
from scipy.stats import hypergeom

_KEYS = ["group_id", "family", "signal"]


def stratified_chances(con: duckdb.DuckDBPyConnection, counts: str) -> pd.DataFrame:
    """Test each group of `counts`.

    Args:
        con: has the tables that the query reads.
        counts: a query for group_id, family, signal, inside, cohort, accounts, population and tries; one row a stratum.

    Returns:
        group_id, family, signal, statistic (accounts that show it), cohort, p_value, corrected for `tries`.
    """
    rows = [
        dict(zip(_KEYS, key, strict=True))
        | {
            "statistic": found["inside"].sum(),
            "cohort": found["cohort"].sum(),
            "p_value": min(1.0, at_least(found) * found["tries"].max()),
        }
        for key, found in con.sql(counts).df().groupby(_KEYS, sort=True)
    ]
    return pd.DataFrame(rows, columns=[*_KEYS, "statistic", "cohort", "p_value"])


def at_least(strata: pd.DataFrame) -> float:
    """P(as many as all `inside` together): each stratum deals `cohort` of `population`, of whom `accounts` have it."""
    spread = np.ones(1)
    for population, accounts, cohort in strata[["population", "accounts", "cohort"]].to_numpy(np.int64):
        spread = np.convolve(spread, hypergeom.pmf(np.arange(cohort + 1), population, accounts, cohort))
    return float(min(1.0, spread[int(strata["inside"].sum()) :].sum()))
