"""complementary_load: accounts that take turns, so that together they are never much busier than usual.

Sees: a queue dealt out at an even pace by an operator who keeps it going: while some accounts work others rest, and
the sum stays level where that of strangers rises and falls. Misses: queues that keep office hours, as most that were
seen do, and small groups. Innocent: a service sharded over keys, a shift, a batch scheduler. Evaded by: pauses and
rushes of the whole operation.

How often all stop together is another question (`pauses`), hence only what rises above the usual hour counts.
"""

import numpy as np
import pandas as pd

from tasks.campaigns.draws import Floats, Ints, against_others, dice, thinned
from tasks.campaigns.hours import Hours, groups_of

_LEAST_ACCOUNTS, _ENOUGH_ACCOUNTS = 10, 60
# Where hardly anyone is active in an hour, there is nothing to be level.
_LEAST_ACTIVE = 2.0


def turn_chances(hours: Hours, cohorts: pd.DataFrame) -> pd.DataFrame:
    """Hold each cohort (group_id, account_id) against as many accounts active in about as many hours of as many days.

    Returns:
        group_id, family, signal, statistic (the ninth decile of accounts active in an hour over the median, in square
        roots of the mean), usual, cohort, p_value.
    """
    span = np.flatnonzero(hours.active.any(axis=0))
    active = hours.active[:, span.min() : span.max() + 1].astype(np.uint8) if len(span) else hours.active

    def rise(places: Ints) -> Floats:
        together = np.zeros((len(places), active.shape[1]), np.uint16)
        for column in places.T:
            together += active[column]
        median, ninth = np.quantile(together, [0.5, 0.9], axis=1)
        return np.asarray((ninth - median) / np.sqrt(np.maximum(together.mean(axis=1), 1)))

    rows = [
        {"group_id": group_id, "family": "timing", "signal": "complementary_load", "cohort": accounts}
        | against_others(rise, chosen, [hours.alike[place] for place in chosen], dice(group_id, "complementary_load"))
        for group_id, accounts, places in groups_of(cohorts, hours.places, _LEAST_ACCOUNTS)
        if active[chosen := thinned(places, _ENOUGH_ACCOUNTS)].sum(axis=0).mean() >= _LEAST_ACTIVE
    ]
    return pd.DataFrame(rows, columns=["group_id", "family", "signal", "statistic", "usual", "cohort", "p_value"])
