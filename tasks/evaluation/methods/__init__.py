"""What is compared. A method is given a world's tables and gives back whom it accuses: account_id, group_id."""

from collections.abc import Callable
from functools import partial

import duckdb
import pyarrow as pa

from tasks.evaluation.methods.evilcohort import evilcohort
from tasks.evaluation.methods.families import family_alone
from tasks.evaluation.methods.fraudar import fraudar
from tasks.evaluation.methods.linkage import linkage
from tasks.stage import sql

Method = Callable[[duckdb.DuckDBPyConnection], pa.Table]

OURS = "Portcullis"
FAMILIES_ALONE = ("payment", "identity", "network", "timing", "content")


def ours(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Members of published campaigns, each in the one that it more likely belongs to."""
    return con.sql(
        """select account_id, campaign_id as group_id from members
           qualify row_number() over (partition by account_id order by likelihood desc, campaign_id) = 1
           order by account_id"""
    ).to_arrow_table()


def rules(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Accounts on a card, device, document or address with two others or more."""
    return con.sql(sql(__file__, "rules")).to_arrow_table()


METHODS: dict[str, Method] = {
    OURS: ours,
    **{f"{family} alone": partial(family_alone, family) for family in FAMILIES_ALONE},
    "SQL rules": rules,
    "EvilCohort": evilcohort,
    "FRAUDAR": fraudar,
    "Splink alone": linkage,
}
