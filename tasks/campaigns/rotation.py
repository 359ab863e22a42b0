"""co_rotation: accounts that go round the same networks in the same order.

Sees: a pool of exits through which an operator moves its accounts, each after the next: who leaves one exit turns up at
the same other one. Misses: exits that stick, and exits drawn at random. Innocent: a firm that moves house, a carrier's
handover along one railway line. Evaded by: shuffling the pool for each account.

Under the null hypothesis whoever goes from one network to another goes back as well: an account's whole way could have
been walked the other way round. So the ways of whole accounts are turned at random, which needs no model of how popular
a network is.
"""

import duckdb
import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix

from tasks.campaigns.draws import Floats, chance, dice

# A firm that moved house goes one way, from one place to one other.
_LEAST_WAYS = 3


def rotation_chances(con: duckdb.DuckDBPyConnection, rotation: str) -> pd.DataFrame:
    """Test each group of `rotation` (group_id, account_id, one, other, way: 1 or -1).

    Returns:
        group_id, family, signal, statistic (accounts that go a way that others of the group go), cohort, p_value.
    """
    ways = con.sql(rotation).df()
    sizes = con.sql("select group_id, count(*) as n from cohorts where family = 'network' group by 1").df()
    cohort = sizes.set_index("group_id")["n"]
    rows = []
    for group_id, found in ways.groupby("group_id", sort=True):
        pair = found.groupby(["one", "other"], sort=True).ngroup().to_numpy()
        shared = np.bincount(pair)[pair] >= 2
        if len(np.unique(pair[shared])) < _LEAST_WAYS:
            continue
        found = found[shared].assign(pair=pair[shared])
        p_value = _test(found, str(group_id))
        same = found.groupby(["pair", "way"])["account_id"].transform("size") >= 2
        rows.append(
            {
                "group_id": group_id, "family": "network", "signal": "co_rotation", "p_value": p_value,
                "statistic": found.loc[same, "account_id"].nunique(), "cohort": cohort[group_id],
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["group_id", "family", "signal", "statistic", "cohort", "p_value"])


def _test(found: pd.DataFrame, group_id: str) -> float:
    account, pair = pd.factorize(found["account_id"])[0], pd.factorize(found["pair"])[0]
    ways = coo_matrix((found["way"].to_numpy(float), (pair, account))).tocsr()
    generator = dice(group_id, "co_rotation")

    def disagreement(turned: Floats) -> Floats:
        return np.asarray(-np.square(ways @ turned.T).sum(axis=0))

    def draw(count: int) -> Floats:
        return disagreement(generator.choice([-1.0, 1.0], (count, ways.shape[1])))

    return chance(float(disagreement(np.ones((1, ways.shape[1])))[0]), draw)[0]
