"""made_up_clients: accounts whose clients are spread more evenly than people's are.

Sees: a generator that gives each account a client of its own, drawn evenly from a list, where people crowd on the few
newest versions. Misses: genuine clients, and one client for all: agencies, events and firms' gateways have that too,
and far more often than campaigns, so that it is not asked for. Innocent: a test farm. Evaded by: drawing clients as
often as people use them.

Clients are held against those of as many others who use the same product, so that a popular tool says nothing.
"""

import numpy as np
import pandas as pd

from tasks.campaigns.draws import Floats, Ints, against_others, dice, strata, thinned
from tasks.campaigns.hours import groups_of

_LEAST_ACCOUNTS, _ENOUGH_ACCOUNTS = 10, 200


def client_chances(clients: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    """Hold each cohort (group_id, account_id) against as many users of the same products.

    Args:
        clients: account_id, client, product (numbers), sorted by account.
        cohorts: group_id, account_id.

    Returns:
        group_id, family, signal, statistic (pairs of accounts with one client), usual, cohort, p_value.
    """
    client, product = clients["client"].to_numpy(np.int64), clients["product"].to_numpy(np.int64)
    alike = strata(product, np.ones(len(client), bool))
    known = pd.Series(np.arange(len(clients)), index=pd.Index(clients["account_id"], name="account_id"))

    def pairs(places: Ints) -> Floats:
        used = np.sort(client[places], axis=1)
        same, found = np.zeros(len(used)), np.zeros(len(used))
        for before, after in zip(used.T[:-1], used.T[1:], strict=True):
            same = np.where(before == after, same + 1, 0)
            found += same
        return found

    rows = [
        {"group_id": group_id, "family": "network", "signal": "made_up_clients", "cohort": accounts}
        | against_others(pairs, chosen, [alike[place] for place in chosen], dice(group_id, "made_up_clients"))
        for group_id, accounts, places in groups_of(cohorts, known, _LEAST_ACCOUNTS)
        if len(chosen := thinned(places, _ENOUGH_ACCOUNTS))
    ]
    return pd.DataFrame(rows, columns=["group_id", "family", "signal", "statistic", "usual", "cohort", "p_value"])
