"""machine_cadence: accounts without a night, though they do no more than people who have one.

Sees: accounts whose requests are spread over the whole day, over the days of the window taken together, so that they
have no longest silence to speak of. Misses: whoever imitates office hours or the evening. Innocent: batch jobs, cron,
monitoring, production apps, hence only against accounts active in as many hours of as many days. Evaded by: sleeping.

That an account's sittings come at equal distances was tried too: a firm's gateway over its own keys deals out as
evenly, and fired more often than campaigns did.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from tasks.campaigns.draws import Floats, Ints, against_others, dice, thinned
from tasks.campaigns.hours import Hours, groups_of

_LEAST_ACCOUNTS, _ENOUGH_ACCOUNTS = 6, 200


def cadence_chances(hours: Hours, cohorts: pd.DataFrame) -> pd.DataFrame:
    """Hold each cohort (group_id, account_id) against as many accounts active in about as many hours of as many days.

    Returns:
        group_id, family, signal, statistic (the mean over accounts of the hours of the longest daily silence), usual,
        cohort, p_value.
    """
    silence = longest_silence(hours.active)

    def mean_silence(places: Ints) -> Floats:
        return np.asarray(silence[places].mean(axis=1))

    rows = [
        {"group_id": group_id, "family": "timing", "signal": "machine_cadence", "cohort": accounts}
        | against_others(
            mean_silence, chosen, [hours.alike[place] for place in chosen], dice(group_id, "machine_cadence")
        )
        for group_id, accounts, places in groups_of(cohorts, hours.places, _LEAST_ACCOUNTS)
        if len(chosen := thinned(places, _ENOUGH_ACCOUNTS))
    ]
    return pd.DataFrame(rows, columns=["group_id", "family", "signal", "statistic", "usual", "cohort", "p_value"])


def longest_silence(active: npt.NDArray[np.bool_]) -> Floats:
    """Of each account (row) the longest run of hours of the day in which it was never active, round midnight too."""
    silent = ~active.reshape(len(active), active.shape[1] // 24, 24).max(axis=1)
    run, longest = np.zeros(len(silent)), np.zeros(len(silent))
    for hour in range(48):
        run = np.where(silent[:, hour % 24], run + 1, 0)
        longest = np.maximum(longest, run)
    return np.minimum(longest, 24)
