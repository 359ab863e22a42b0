"""Lives of several customers that come through the same door: suspected thefts of keys.

A tie is a value (address, network, scaffold) that lives apart use and that hardly any customer uses otherwise. The null
hypothesis: whoever uses a value has several lives as rarely as everybody (hypergeometric, one holder taken as given).
A service that many hand their keys to has customers of its own, and so fails. Ties make groups; in each, families of
evidence are tested apart, and two have to agree.
"""

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.stats import binom, combine_pvalues, hypergeom

from tasks.odds import most_odds

# A family speaks at this chance, corrected for all values tried.
SIGNIFICANT = 0.01
# Share of a door's users without a life apart: the thief himself, and victims who were quiet all the while.
BYSTANDERS = 0.5
# One pair of lives in a hundred that share a door was stolen, before any evidence.
PRIOR_ODDS = 0.01
# A key issued for the new life speaks for an arrangement, ten to one; who has the password can issue one too.
OWN_KEY_ODDS = 0.1
# Stretches in which lives may begin together, and the share of the day in which people begin anything.
_HOURS = (1, 3, 24)
_WAKING = 1 / 3
_LEAST_CHANCE = 1e-6

GROUPS = ["group_id", "account_id", "life", "likelihood", "p_value", "families", "reason"]


def thefts(lives: duckdb.DuckDBPyRelation, doors: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """One row for each life in a group of lives tied across customers (columns: `GROUPS`).

    Args:
        lives: account_id, life, own_key; `began` and `span`, the life's begin and the window's length, in hours.
        doors: what `doors.sql` gives.

    Returns:
        `likelihood` is the probability that one hand uses the group's lives, `p_value` by Fisher's method over the
        `families` that speak; `reason` is null for a suspected theft.
    """
    values = doors.df()
    values["p"] = _chances(values)
    few = values["users"] - values["parted"] <= np.maximum(1, BYSTANDERS * values["users"])
    ties = values[few & (values["p"] <= SIGNIFICANT)]
    seen = lives.df()
    found = [_group(*each) for each in _components(ties[ties["signal"] != "shared_client"], ties, seen)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=GROUPS)


def _chances(values: pd.DataFrame) -> npt.NDArray[np.float64]:
    tries = values.groupby("family")["value"].transform("nunique")
    others = hypergeom.sf(values["parted"] - 2, values["population"] - 1, values["with_lives"] - 1, values["users"] - 1)
    return np.asarray(np.minimum(1.0, others * tries), dtype=np.float64)


def _components(
    forming: pd.DataFrame, ties: pd.DataFrame, seen: pd.DataFrame
) -> list[tuple[pd.DataFrame, pd.DataFrame]]:
    """The lives and ties of each component with two customers or more."""
    if forming.empty:
        return []
    lives = forming[["account_id", "life", "owner"]].drop_duplicates().reset_index(drop=True)
    lives["row"] = np.arange(len(lives))
    rows = forming.merge(lives)["row"].to_numpy()
    columns = forming.groupby(["signal", "value"]).ngroup().to_numpy() + len(lives)
    size = int(columns.max()) + 1
    graph = coo_array((np.ones(len(rows), dtype=bool), (rows, columns)), shape=(size, size))
    lives["component"] = connected_components(graph, directed=False)[1][: len(lives)]
    parts = [part for _, part in lives.groupby("component", sort=True) if part["owner"].nunique() >= 2]
    return [
        (
            part.merge(seen, on=["account_id", "life"]),
            ties.merge(part[["account_id", "life"]], on=["account_id", "life"]),
        )
        for part in parts
    ]


def _group(lives: pd.DataFrame, ties: pd.DataFrame) -> pd.DataFrame:
    by_family = dict(ties.groupby("family")["p"].min()) | {"timing": _joint_start(lives)}
    speaking = {family: float(p) for family, p in sorted(by_family.items()) if p <= SIGNIFICANT}
    chances = np.maximum(list(speaking.values()), _LEAST_CHANCE)
    odds = PRIOR_ODDS * float(np.prod(most_odds(chances)))
    if (lives["own_key"].fillna(False).astype(bool)).mean() > 0.5:
        odds *= OWN_KEY_ODDS
    return lives.assign(
        group_id=min(lives["account_id"]),
        likelihood=round(odds / (1 + odds), 6),
        p_value=float(combine_pvalues(chances, method="fisher").pvalue) if len(chances) else 1.0,
        families=pd.Series([list(speaking)] * len(lives), index=lives.index, dtype=object),
        reason=None if len(speaking) >= 2 else "one_family",
    )[GROUPS]


def _joint_start(lives: pd.DataFrame) -> float:
    """The chance that as many lives as in the fullest stretch begin within it, had each begun at a time of its own."""
    hours = np.sort(lives["began"].to_numpy())
    best = 1.0
    for width in _HOURS:
        inside = int((np.searchsorted(hours, hours + width, side="right") - np.arange(len(hours))).max())
        share = min(1.0, width / (float(lives["span"].max()) * _WAKING))
        best = min(best, float(binom.sf(inside - 2, len(hours) - 1, share)) * len(hours) * len(_HOURS))
    return best
