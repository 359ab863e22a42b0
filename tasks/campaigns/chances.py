"""The chance of what a group shows, had whole accounts been dealt out anew.

A group stands on families of evidence that agree although they have nothing to do with each other. The null
hypothesis is that a family's values are spread over accounts without regard to the group that the other families
made; permuting whole accounts then gives the hypergeometric distribution exactly, with no draws (Fisher's exact
test). A family is never tested in a group that it made itself: there it would always look good.

Over the values of a family and over the families of a group, Bonferroni; over the groups of the day, Benjamini and
Hochberg (1995).
"""

from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import hypergeom, nbinom

# A sign-up stretch was chosen among the starts of all members and among widths.
_WIDTHS = 3


def chances(
    con: duckdb.DuckDBPyConnection, shared_values: str, handoff_counts: str, signups: str, traits: str
) -> pd.DataFrame:
    """One row for each group and signal that could be tested: group_id, family, signal, statistic, p_value, ...

    The queries give counts (see the SQL files); `statistic` is the number of the group's accounts, or pairs of
    accounts for hand-offs, that show the signal. `p_value` is already corrected for the choice of value or stretch.
    """
    return pd.concat(
        [
            shared(con, shared_values),
            handed(con, handoff_counts),
            made_together(con, signups),
            counted(con, traits),
        ],
        ignore_index=True,
    )


def shared(con: duckdb.DuckDBPyConnection, shared_values: str) -> pd.DataFrame:
    """As `chances`: accounts of a cohort with one value, against how many of all accounts have it."""
    values = con.sql(shared_values).df()
    values["p"] = _at_least(values)
    return _told(values.loc[values.groupby(["group_id", "family", "signal"], sort=True)["p"].idxmin()])


def made_together(con: duckdb.DuckDBPyConnection, signups: str) -> pd.DataFrame:
    """As `chances`: accounts of a group made in one stretch of time, against how many of all accounts were."""
    made = con.sql(signups).df()
    made["p"] = _at_least(made)
    made = made.loc[made.groupby("group_id", sort=True)["p"].idxmin()]
    # The account that begins the stretch is one of those that show it, though no coincidence.
    made[["inside", "cohort"]] += 1
    return _told(made.assign(family="identity", signal="joint_signup", tries=made["cohort"] * _WIDTHS))


def handed(con: duckdb.DuckDBPyConnection, handoff_counts: str) -> pd.DataFrame:
    """As `chances`: pairs of accounts of a cohort that hand conversations on, against all such pairs.

    Whoever hands on does so to several, so that with two accounts come the pairs that both make with a third. Pairs
    inside a cohort dealt out are no binomial number, then; their mean and variance are known, and the negative binomial
    has both.
    """
    found = con.sql(handoff_counts).df()
    inside, cohort, pairs, meetings, population = (
        found[name].to_numpy(float) for name in ("inside", "cohort", "pairs", "meetings", "population")
    )
    # The chance that a pair, two that meet and two that don't are all inside.
    of_two = cohort * (cohort - 1) / (population * (population - 1)).clip(1)
    of_three = of_two * (cohort - 2) / (population - 2).clip(1)
    of_four = of_three * (cohort - 3) / (population - 3).clip(1)
    mean = pairs * of_two
    variance = 2 * meetings * of_three + (pairs * (pairs - 1) - 2 * meetings) * of_four + mean - mean**2
    excess = np.maximum(variance / np.maximum(mean, 1e-12), 1 + 1e-9)
    found["p"] = np.where(inside > 0, nbinom.sf(inside - 1, np.maximum(mean, 1e-12) / (excess - 1), 1 / excess), 1.0)
    return _told(found.assign(family="timing", signal="conversation_handoff", tries=1))


def counted(con: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    """As `chances`: accounts of a group that show a trait, against everybody that could (see `traits`, `crossings`)."""
    found = con.sql(query).df()
    found["p"] = _at_least(found)
    return _told(found)


def of_groups(tested: pd.DataFrame, groups: "pd.Index[str]") -> "pd.Series[float]":
    """The chance of each group, as it goes into the control of false discoveries: Bonferroni over its tests.

    Args:
        tested: group_id, p_value.
        groups: all there are; one that could not be tested has 1.
    """
    each = tested.groupby("group_id")["p_value"].agg(["min", "size"]).reindex(groups)
    return (each["min"] * each["size"]).clip(upper=1.0).fillna(1.0).rename("p_value").rename_axis("group_id")


def benjamini_hochberg(p_values: npt.NDArray[np.floating[Any]], rate: float) -> npt.NDArray[np.bool_]:
    """Which hypotheses fall, with at most `rate` false ones among them in expectation."""
    count = len(p_values)
    order = np.argsort(p_values, kind="stable")
    below = p_values[order] <= rate * np.arange(1, count + 1) / max(count, 1)
    last = int(np.flatnonzero(below).max()) + 1 if below.any() else 0
    passed = np.zeros(count, dtype=bool)
    passed[order[:last]] = True
    return passed


def _told(tested: pd.DataFrame) -> pd.DataFrame:
    tested = tested.assign(p_value=np.minimum(1.0, tested["p"].astype(float) * tested["tries"].astype(float)))
    columns = ["group_id", "family", "signal", "statistic", "cohort", "p_value"]
    return pd.DataFrame(tested.rename(columns={"inside": "statistic"}), columns=columns)


def _at_least(rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """P(X >= inside) for `cohort` draws without replacement from `population`, of which `accounts` have it."""
    # SciPy adds these up one by one, and most of them many times over.
    counts = rows[["inside", "population", "accounts", "cohort"]].to_numpy(np.int64).reshape(-1, 4)
    asked, place = np.unique(counts, axis=0, return_inverse=True)
    found = hypergeom.sf(asked[:, 0] - 1, asked[:, 1], asked[:, 2], asked[:, 3])
    return np.asarray(found, dtype=np.float64)[place.reshape(-1)]
