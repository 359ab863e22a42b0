"""An account's second life: what looks like somebody else's use of a stolen key, told from its owner's.

An account's own history is its control. Its clients are compared pair by pair, and two
belong together unless the network and at least two of client, content and time of day are others: so a journey, a new
laptop or a new tool alone part nothing. What falls apart all the same are lives. One that begins after the account's
first day, while the first goes on, is suspected if the account has not the habit of gaining such lives.

A new colleague abroad or a server for another task looks the same on one account. Only lives of several customers that
come through the same door are a suspected theft (`tasks.lives.thefts`). Their owners are suspected victims.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tasks.contracts.accounts import ACCOUNTS
from tasks.contracts.lives import CONTEXTS, LIFE_CONTEXTS, LIFE_VALUES, LIVES
from tasks.contracts.requests import REQUESTS
from tasks.lives.thefts import GROUPS, thefts
from tasks.stage import Outputs, Work, newest_to_date, sql, stage, today, window

# How far back an account's habits are looked at; a theft is told in its first fortnight or not.
HISTORY_DAYS = 14
# Fewer requests have no shape to compare.
LEAST_REQUESTS = 5
# Clients of one account; above it there is no habit to be measured against.
MOST_CELLS = 30
# Standard deviations, of the widest of four measures and many accounts' uses, at which the shape is another.
DEVIATION = 4.0
# Share of prompts under scaffolds from which on another scaffold is another task.
SCAFFOLD_SHARE = 0.3
# Share of requests in autonomous systems that both clients came from, at most: big carriers are met by chance.
COMMON_SYSTEMS = 0.1
# Share of the day's parts in common, at most, and parts of days that each must have been seen in.
COMMON_HOURS, LEAST_PARTS = 0.4, 6
# Chance of a further life on a day by own habit, at most.
HABIT = 0.01


@stage(sentence="Note from where and with what each account came", reads=(today(REQUESTS),), writes=(CONTEXTS,))
def contexts(work: Work) -> Outputs:
    """Networks and clients of each account that day, with what was asked through them."""
    work.con.execute(_sql("agents"))
    return Outputs({CONTEXTS: _sql("contexts")})


@stage(
    sentence="Find second lives of accounts",
    reads=(window(CONTEXTS, HISTORY_DAYS), newest_to_date(ACCOUNTS, HISTORY_DAYS)),
    writes=(LIVES, LIFE_CONTEXTS, LIFE_VALUES),
)
def lives(work: Work) -> Outputs:
    """Part each account's uses into lives, and note through which doors suspected second lives come."""
    con = work.con
    for name, value in (
        ("least_requests", LEAST_REQUESTS),
        ("most_cells", MOST_CELLS),
        ("deviation", DEVIATION),
        ("scaffold_share", SCAFFOLD_SHARE),
        ("common_hours", COMMON_HOURS),
        ("least_parts", LEAST_PARTS),
        ("common_systems", COMMON_SYSTEMS),
        ("habit", HABIT),
    ):
        con.execute(f"set variable {name} = {value}::{'double' if isinstance(value, float) else 'bigint'}")
    for name in ("noise", "cells", "witnesses"):
        con.execute(f"create temp table {name} as {_sql(name)}")
    _part(work)
    for name in ("owners", "begun", "ways", "doors", "weighed"):
        con.execute(f"create temp table {name} as {_sql(name)}")
    found = thefts(con.sql(_sql("beginnings")), con.sql("from doors"))
    con.register("groups", _table(found))
    con.execute(f"create temp table several as {_sql('lives')}")
    held_back = con.execute("select reason, count(*) from several where reason is not null group by 1 order by 1")
    return Outputs(
        {LIVES: "from several", LIFE_CONTEXTS: _sql("life_contexts"), LIFE_VALUES: _sql("life_values")},
        notes={"held_back": dict(held_back.fetchall())},
    )


def _part(work: Work) -> None:
    """Create `parted`: the component of each cell, two cells being tied unless too much of them differs."""
    cells = work.con.sql("select count(*) from cells").fetchall()[0][0]
    tied = work.con.sql(
        "select one, other from witnesses where not (network and client::int + content::int + hours::int >= 2)"
    ).fetchnumpy()
    graph = coo_array((np.ones(len(tied["one"]), dtype=bool), (tied["one"], tied["other"])), shape=(cells, cells))
    _, component = connected_components(graph, directed=False)
    work.con.register("parted", pa.table({"cell": np.arange(cells), "component": component}))


def _table(found: pd.DataFrame) -> pa.Table:
    """Groups as Arrow, typed where there are none."""
    words = pa.list_(pa.string())
    types = (pa.string(), pa.string(), pa.int32(), pa.float64(), pa.float64(), words, pa.string())
    return pa.table(
        {name: pa.array(found[name].tolist(), kind, from_pandas=True) for name, kind in zip(GROUPS, types, strict=True)}
    )


def _sql(name: str) -> str:
    return sql(__file__, name)
