"""The hours of accounts as a matrix, and whom an account may be held against."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from tasks.campaigns.draws import Ints, strata

_DAYS = 14


@dataclass(frozen=True)
class Hours:
    """`active[account, hour]` of the fortnight; `places` by account_id; `alike`: those active about as often."""

    places: "pd.Series[int]"
    active: npt.NDArray[np.bool_]
    alike: list[Ints]


def read_hours(rows: pd.DataFrame) -> Hours:
    """From account_id, day (0 to 13), hours (bits), sorted by account."""
    codes, names = pd.factorize(rows["account_id"])
    bits = np.zeros((len(names), _DAYS), np.int64)
    bits[codes, rows["day"].to_numpy(np.int64)] = rows["hours"].to_numpy(np.int64)
    active = (bits[:, :, None] >> np.arange(24) & 1).astype(bool).reshape(len(names), _DAYS * 24)
    # Half an octave of active hours, and the number of days up to five.
    level = np.floor(2 * np.log2(np.maximum(active.sum(axis=1), 1)))
    days = np.minimum((bits > 0).sum(axis=1), 5)
    places = pd.Series(np.arange(len(names)), index=pd.Index(names, name="account_id"))
    return Hours(places, active, strata((10 * level + days).astype(np.int64), np.ones(len(names), bool)))


def groups_of(cohorts: pd.DataFrame, places: "pd.Series[int]", least: int) -> list[tuple[str, int, Ints]]:
    """Groups of at least `least` accounts that have a place: group_id, its accounts in all, their places."""
    found = cohorts.assign(place=cohorts["account_id"].map(places))
    grouped = found.groupby("group_id", sort=True)["place"]
    placed = ((str(name), len(part), part.dropna().to_numpy(np.int64)) for name, part in grouped)
    return [each for each in placed if len(each[2]) >= least]
