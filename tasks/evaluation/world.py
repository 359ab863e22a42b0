"""A world to be judged: a lake with landing data, and beside it the truth about its accounts.

`truth.parquet` has account_id, kind, campaign (null: honest), label, level and first_bad. No stage reads it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import duckdb

from tasks.contracts import PUBLISHED
from tasks.contracts.account_days import ACCOUNT_DAYS
from tasks.contracts.accounts import ACCOUNTS
from tasks.contracts.campaigns import CAMPAIGNS, CANDIDATES, EVIDENCE, MEMBERS
from tasks.contracts.landing import LANDING_ACCOUNTS, LANDING_REQUESTS
from tasks.contracts.links import LINKS
from tasks.contracts.requests import REQUESTS
from tasks.errors import CallError
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Run, Stage, newest_to_date, sql, today, window
from tasks.stage.connection import connection, open_inputs, quoted_path

TRUTH = "truth.parquet"
_REACH = 45


def landed_days(lake: Path) -> list[date]:
    """The days of which requests landed, oldest first.

    Raises:
        CallError: `lake` holds no requests or no truth.
    """
    folders = (lake / LANDING_REQUESTS.name).glob("dt=*")
    days = sorted(date.fromisoformat(folder.name.removeprefix("dt=")) for folder in folders)
    if not days or not (lake / TRUTH).is_file():
        raise CallError(f"{lake} is no world: it needs landing/requests and {TRUTH}; make one with flows.simulate")
    return days


def run_days(lake: Path, days: Sequence[date], stages: Sequence[Stage]) -> None:
    """Run and publish each day, as a backfill does, but without its artifacts; days that are up to date are skipped."""
    settings = load(None, {"lake": lake})
    for day in days:
        run = Run(Lake(lake), settings, day)
        for stage in stages:
            stage.run(run)
        run.lake.publish(PUBLISHED, day)


@contextmanager
def opened(lake: Path, day: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the last day's tables as views, and truth, known, shared_values and landed_accounts."""
    settings = load(None, {"lake": lake})
    reads = (
        *(today(table) for table in (CAMPAIGNS, MEMBERS, EVIDENCE, CANDIDATES, LINKS)),
        newest_to_date(ACCOUNTS, _REACH),
        window(ACCOUNT_DAYS, _REACH),
        window(REQUESTS, _REACH),
    )
    with connection(Lake(lake), settings) as con:
        open_inputs(con, Lake(lake), reads, day)
        con.execute(f"create view truth as from read_parquet({quoted_path(lake / TRUTH)})")
        con.execute(f"create temp table known as {sql(__file__, 'known')}")
        con.execute(f"create temp table shared_values as {sql(__file__, 'values')}")
        _open_sign_ups(con, lake, day)
        yield con


def _open_sign_ups(con: duckdb.DuckDBPyConnection, lake: Path, day: date) -> None:
    """Sign-up data as it landed, in clear, on the last day that has any: what entity resolution works on."""
    days = (lake / LANDING_ACCOUNTS.name / f"dt={day - timedelta(days=back)}" for back in range(_REACH))
    found = next((sorted(folder.glob("*.parquet")) for folder in days if any(folder.glob("*.parquet"))), [])
    columns = ", ".join(f'null::{column.duckdb} as "{column.name}"' for column in LANDING_ACCOUNTS.columns)
    files = ", ".join(quoted_path(path) for path in found)
    landed = f" union all by name from read_parquet([{files}], union_by_name=true)" if found else ""
    con.execute(f"create view landed_accounts as select {columns} where false{landed}")
