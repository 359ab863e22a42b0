"""What is seen of one world: who is who, whom each method accuses, what was said of it. All figures come of this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from tasks.evaluation.dealt import COLUMNS, dealt_out
from tasks.evaluation.methods import Method
from tasks.evaluation.world import opened
from tasks.stage import sql


@dataclass(frozen=True)
class Observed:
    """Tidy tables, all with the column `world`.

    Attributes:
        population: account_id, kind, campaign, label, level.
        accused: method, account_id, group_id.
        grouped: account_id of whoever is in any group of ours, published or held back.
        detected: account_id, days (from its first bad day to the end of the day on which it was linked).
        published: campaign_id, said (label), likelihood, campaign, label, so (most are of one campaign).
        members: likelihood, so (it belongs to the campaign that most members of the published one belong to).
        candidates: group_id, p_value of groups held back.
        dealt: sort, group_id, signal, p_value of groups dealt out; of worlds without any campaign (see `dealt_out`).
        strata: account_id of the honest, and a column for each property.
    """

    population: pd.DataFrame
    accused: pd.DataFrame
    grouped: pd.DataFrame
    detected: pd.DataFrame
    published: pd.DataFrame
    members: pd.DataFrame
    candidates: pd.DataFrame
    dealt: pd.DataFrame
    strata: pd.DataFrame


_MEMBERS = """
    select members.likelihood, coalesce(known.campaign = published.campaign, false) as so
    from members join known using (account_id) join published using (campaign_id)"""
_CANDIDATES = "select group_id, any_value(p_value) as p_value from candidates group by group_id order by group_id"
_GROUPED = "select group_id, account_id from candidates union all select campaign_id, account_id from members"


@dataclass(frozen=True)
class Judged:
    """A world's tables, for each method that could not run why, and the number of days."""

    seen: Observed
    missing: dict[str, str]
    days: int


def observe(lake: Path, days: Sequence[date], methods: Mapping[str, Method]) -> Judged:
    """Look at a world after its last day."""
    with opened(lake, days[-1]) as con:
        con.execute(f"set variable first_day = date '{days[0]}'")
        con.execute(f"create temp table published as {sql(__file__, 'published')}")
        accused, missing = _accused(con, methods)
        grouped, known = con.sql(_GROUPED).df(), con.sql("from known").df()
        tables = {
            "population": known,
            "accused": accused,
            "grouped": grouped[["account_id"]].drop_duplicates(),
            "detected": con.sql(sql(__file__, "detected")).df(),
            "published": con.sql("from published").df(),
            "members": con.sql(_MEMBERS).df(),
            "candidates": con.sql(_CANDIDATES).df(),
            "strata": con.sql(sql(__file__, "strata")).df(),
        }
    nobody = known["campaign"].isna().all()
    tables["dealt"] = dealt_out(lake, days[-1], grouped) if nobody else pd.DataFrame(columns=COLUMNS)
    seen = Observed(**{name: table.assign(world=str(lake)) for name, table in tables.items()})
    return Judged(seen, missing, len(days))


def together(worlds: Sequence[Judged]) -> Observed:
    """Several worlds as one, told apart by `world`."""
    names = [each.name for each in fields(Observed)]
    return Observed(**{name: pd.concat([getattr(world.seen, name) for world in worlds]) for name in names})


def _accused(con: duckdb.DuckDBPyConnection, methods: Mapping[str, Method]) -> tuple[pd.DataFrame, dict[str, str]]:
    found, missing = [], dict[str, str]()
    for name, method in methods.items():
        try:
            found.append(method(con).to_pandas().assign(method=name))
        except ImportError as error:
            missing[name] = f"{error.name} is not installed (pip install 'portcullis[evaluation]')"
    return pd.concat(found)[["method", "account_id", "group_id"]], missing
