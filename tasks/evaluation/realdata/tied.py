"""What the product's own tests say of groups where only ties and times are known."""

import duckdb
import pandas as pd
import pyarrow as pa

import tasks.campaigns
from tasks.campaigns.chances import benjamini_hochberg, made_together, of_groups, shared
from tasks.campaigns.groups import find_cohorts
from tasks.graph import connected
from tasks.stage import sql

_TIES = """
    select *, count(*) over (partition by signal, value) as accounts from (
        select distinct account_id, 'timing' as family, 'conversation_handoff' as signal, value from ({handed})
        union all select distinct account_id, 'payment', 'shared_payment', value from ({paid}))
    qualify accounts >= 2"""


def tied(con: duckdb.DuckDBPyConnection, handed: str, paid: str, at_least: int, rate: float) -> pa.Table:
    """Groups that hand-offs and instruments hold together, and that are not so by chance.

    They have to have begun together, or to share an instrument, more than chance lets. An instrument may have joined
    them by when they began, so each is tested in its cohort, that part which hand-offs alone hold together: as every
    day, a family is tested where it had no say.

    Args:
        con: has everybody(account_id, created_at, active); gets the other tables that the tests read.
        handed: a query for account_id, value: ties of one account to another.
        paid: a query for account_id, value: ties by an instrument.
        at_least: fewest accounts of a group.
        rate: of false discoveries over all groups.

    Returns:
        account_id, group_id.
    """
    con.execute(f"create or replace temp table ties as {_TIES.format(handed=handed, paid=paid)}")
    con.execute("create or replace temp table weights as select distinct signal, 1.0 as membership from ties")
    found = connected(con, "from ties", at_least, "signal, value")
    con.register("tied_groups", found)
    con.execute("create or replace temp table groups as from tied_groups")
    find_cohorts(con)
    con.execute(
        "create or replace temp table groups as select group_id, account_id from cohorts where family = 'payment'"
    )
    tests = [shared(con, _sql("shared_values")), made_together(con, _sql("signups"))]
    p_values = of_groups(pd.concat(tests), pd.Index(found["group_id"].to_pandas().unique()))
    passed = p_values.index[benjamini_hochberg(p_values.to_numpy(float), rate)]
    con.register("passed_groups", passed.to_frame(index=False))
    return con.sql("from tied_groups semi join passed_groups using (group_id) order by all").to_arrow_table()


def _sql(name: str) -> str:
    return sql(tasks.campaigns.__file__, name)
