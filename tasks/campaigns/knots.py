"""handoff_knot. Do conversations that cross from one payer to another knit accounts together, in rings?

Sees: whoever hands conversations on at random among accounts that others pay for, even if nothing else ties them.
Misses: hand-offs along a line, or so many by others that rings close by themselves; payers that are not known.
Innocent: friends who pass one account's work round, each on a card of their own; so it never stands alone. People pass
texts on, and what they pass on forms trees: of 37 parts of eight and more accounts on sixteen worlds of two makers the
one of honest people was a tree of eight.
Evaded by: beginning a conversation anew where it is moved, or one payer for all.

Why believe it: the null hypothesis is that those who hand on meet at random. How many connected parts of n accounts
with e pairs a random graph of N accounts and M pairs holds in expectation is at most C(N, n) times the number of
connected graphs on n accounts with e pairs, at most n^(n-2) C(n(n-1)/2 - n + 1, e - n + 1), times (2M / N(N-1))^e
(first-moment method, Erdős and Rényi 1960; trees by Cayley's formula). That bounds the chance that there is any, so
that no group is too well chosen for it; all sizes together spend the sum of 1 / n(n+1), which is 1.
"""

import duckdb
import numpy as np
import pandas as pd
from scipy.special import gammaln

from tasks.graph import Floats, connected
from tasks.stage import sql


def knot_chances(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """group_id, family, signal, statistic (accounts in the knot), cohort, p_value; a row for each group with rings.

    Args:
        con: has groups, crossed, everybody.
    """
    con.execute("create or replace temp table met as " + sql(__file__, "met"))
    con.register(
        "knit", connected(con, "select unnest([one, other]) as account_id, one, other from met", 2, "one, other")
    )
    found = con.sql(sql(__file__, "knots")).df()
    counts = (found[name].to_numpy(float) for name in ("accounts", "pairs", "all_pairs", "population"))
    return pd.DataFrame(
        {
            "group_id": found["group_id"],
            "family": "timing",
            "signal": "handoff_knot",
            "statistic": found["accounts"],
            "cohort": found["cohort"],
            "p_value": chance_of_a_part(*counts),
        }
    )


def chance_of_a_part(accounts: Floats, pairs: Floats, all_pairs: Floats, population: Floats) -> Floats:
    """At most how likely any connected part of so many accounts has so many pairs, where all pairs meet at random.

    Args:
        accounts: of the part; shape (n,), as of the others.
        pairs: in it, no fewer than hold it together.
        all_pairs: in the graph.
        population: accounts of the graph.
    """
    chosen = _choices(population, accounts)
    trees = (accounts - 2) * np.log(accounts)
    rings = _choices(accounts * (accounts - 1) / 2 - accounts + 1, pairs - accounts + 1)
    met = pairs * np.log(all_pairs / (population * (population - 1) / 2))
    spent = np.log(accounts * (accounts + 1))
    return np.asarray(np.exp(np.minimum(0.0, chosen + trees + rings + met + spent)))


def _choices(of: Floats, many: Floats) -> Floats:
    """The logarithm of the binomial coefficient."""
    return np.asarray(gammaln(of + 1) - gammaln(many + 1) - gammaln(of - many + 1))
