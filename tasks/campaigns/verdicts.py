"""Where a person's word counts: what was cleared is not published, what was confirmed is, whatever the evidence says.

An account cleared by itself takes no part: no tie of it makes or speaks for a group. A campaign that was cleared is
told by its accounts, as its id may change: a group of which at least half were cleared is held back, so that it comes
up again only once it has grown to more than twice of them; and those of it that were cleared are left out even then.
"""

import duckdb
import numpy as np
import pandas as pd

# Of what a person has confirmed.
CONFIRMED_LIKELIHOOD = 0.99


def take_out_cleared(con: duckdb.DuckDBPyConnection, standing: str) -> None:
    """Create standing(account_id, campaign_id, scope, verdict, given_on) and rid `ties` of accounts cleared alone."""
    con.execute(f"create temp table standing as {standing}")
    con.execute(
        "delete from ties where account_id in "
        "(select account_id from standing where verdict = 'cleared' and scope = 'accounts')"
    )


def overrule(groups: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """The judged groups as people's verdicts have them.

    Args:
        groups: group_id, likelihood, reason and more, one row a group.
        said: group_id, accounts, confirmed, cleared, cleared_on (see the SQL file).
    """
    told = said.set_index("group_id").reindex(groups["group_id"]).reset_index()
    # Between equals the accused have the benefit.
    cleared = (2 * told["cleared"] >= told["accounts"]) & (told["cleared"] >= told["confirmed"]) & (told["cleared"] > 0)
    confirmed = (2 * told["confirmed"] >= told["accounts"]) & ~cleared
    reason = groups["reason"].astype(object).to_numpy().copy()
    reason[confirmed.to_numpy()] = None
    reason[cleared.to_numpy()] = ("cleared by a person on " + told["cleared_on"][cleared].astype(str)).to_numpy()
    likelihood = np.where(confirmed, CONFIRMED_LIKELIHOOD, groups["likelihood"])
    return groups.assign(reason=reason, likelihood=likelihood)
