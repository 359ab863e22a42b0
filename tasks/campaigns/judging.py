"""Every group tested in cohorts that the other families make, and fused: who passes, and why not."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import duckdb
import pandas as pd

from tasks.campaigns.cadence import cadence_chances
from tasks.campaigns.chances import chances, counted
from tasks.campaigns.clients import client_chances
from tasks.campaigns.complementary import turn_chances
from tasks.campaigns.fuse import Fused, fuse
from tasks.campaigns.groups import find_cohorts
from tasks.campaigns.hours import read_hours
from tasks.campaigns.knots import knot_chances
from tasks.campaigns.loads import load_chances
from tasks.campaigns.pauses import pause_chances
from tasks.campaigns.queues import Openings, queue_chances, read_openings
from tasks.campaigns.rotation import rotation_chances
from tasks.campaigns.strangers import part_strangers
from tasks.campaigns.stratified import stratified_chances
from tasks.campaigns.weights import Weights
from tasks.graph import connected
from tasks.settings import Campaigns
from tasks.stage import sql


@dataclass(frozen=True)
class Judged:
    """What came of the groups, and what they show: ties of each kind, and what speaks against them."""

    fused: Fused
    showing: pd.DataFrame
    against: pd.DataFrame

    def joined(self, other: "Judged", both: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]) -> "Judged":
        """Each of its frames joined by `both` with that of `other`."""
        return Judged(
            Fused(both(self.fused.groups, other.fused.groups), both(self.fused.tested, other.fused.tested)),
            both(self.showing, other.showing),
            both(self.against, other.against),
        )


@dataclass(frozen=True)
class Population:
    """What active accounts show, whatever groups are held against them: see the SQL files of these names."""

    loads: pd.DataFrame
    clients: pd.DataFrame
    openings: Openings


def find_everybody(con: duckdb.DuckDBPyConnection) -> None:
    """Create everybody, used_up, releases and crossed: what grouping and the tests read of all accounts."""
    for name in ("everybody", "used_up", "releases", "crossed"):
        con.execute(f"create temp table {name} as {_sql(name)}")


def population(con: duckdb.DuckDBPyConnection) -> Population:
    """Ask once for what the tests of all `groups`, and of their parts, need."""
    return Population(con.sql(_sql("loads")).df(), con.sql(_sql("clients")).df(), read_openings(con, _sql("queues")))


def judge(con: duckdb.DuckDBPyConnection, others: Population, limits: Campaigns, weights: Weights) -> Judged:
    """Judge `groups`, and take strangers out of them: see `judge_as_they_are`."""
    judged = judge_as_they_are(con, others, limits, weights)
    return replace(judged, fused=part_strangers(con, judged.fused, limits.min_accounts))


def judge_as_they_are(
    con: duckdb.DuckDBPyConnection, others: Population, limits: Campaigns, weights: Weights
) -> Judged:
    """Judge `groups`.

    Args:
        con: has groups, belonging, ties, everybody, releases and the tables that the queries read.
        others: whom groups are held against.
        limits: settings.
        weights: what each signal is worth.
    """
    find_cohorts(con)
    con.register("formed", connected(con, _sql("forming_ties"), 2, "group_id, signal, value"))
    con.execute(f"create or replace temp table showing as {_sql('showing')}")
    showing, against = con.sql("from showing").df(), con.sql(_sql("against")).df()
    tested = put_to_tests(con, others)
    fused = fuse(con.sql(_sql("sizes")).df(), showing, tested, con.sql(_sql("customers")).df(), limits, weights)
    return Judged(fused, showing, against)


def put_to_tests(con: duckdb.DuckDBPyConnection, others: Population) -> pd.DataFrame:
    """Every test of every group: group_id, family, signal, statistic, usual, cohort, p_value.

    Args:
        con: has groups, cohorts(family, group_id, account_id), ties and the tables that the queries read.
        others: whom groups are held against.
    """
    tested = chances(con, _sql("shared_values"), _sql("handoff_counts"), _sql("signups"), _sql("traits"))
    # A group that nothing but its timing holds together is not tested in it.
    con.execute(
        "create or replace temp table timed as select group_id, account_id from cohorts where family = 'timing'"
    )
    timed = con.sql("from timed order by all").df()
    evened = load_chances(others.loads, timed)
    paused = pause_chances(con.sql(_sql("hours")).df(), timed)
    seen = [counted(con, _sql(name)) for name in ("crossings", "contradictions")]
    return pd.concat([tested, evened, paused, *seen, *_rarer(con, others, timed)], ignore_index=True)


def _rarer(con: duckdb.DuckDBPyConnection, others: Population, timed: pd.DataFrame) -> list[pd.DataFrame]:
    """Tests of what few groups show: rhythm, clients, queues, exits, names."""
    hours = read_hours(con.sql(_sql("account_hours")).df())
    networked, writing = (
        con.sql(f"select group_id, account_id from cohorts where family = '{family}' order by all").df()
        for family in ("network", "content")
    )
    return [
        knot_chances(con),
        turn_chances(hours, timed),
        cadence_chances(hours, timed),
        client_chances(others.clients, networked),
        queue_chances(others.openings, writing),
        rotation_chances(con, _sql("rotation")),
        *(stratified_chances(con, _sql(name)) for name in ("pivots", "client_changes", "mail_shapes")),
    ]


def _sql(name: str) -> str:
    return sql(__file__, name)
