"""A person's word before a day is published that would newly suspect more accounts than the settings let pass.

What is asked about are the staged members, named by their digest: the answer is data and holds for these, so that the
same output is not asked about again, and another one is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from tasks.contracts.account_days import ACCOUNT_DAYS
from tasks.contracts.accounts import ACCOUNTS
from tasks.contracts.approvals import APPROVALS
from tasks.contracts.campaigns import CAMPAIGNS, MEMBERS
from tasks.counted import counted
from tasks.escape import plain
from tasks.lake import Partition
from tasks.landing.keyed import install_macros
from tasks.settings import Approval, Fingerprint
from tasks.stage import Outputs, Run, Stage, Work, newest_to_date, sql, stage, today
from tasks.stage.connection import connection, open_inputs, quoted_path, rows

# A snapshot of the accounts that is older says too little of who pays.
_SNAPSHOT_DAYS = 45
_READS = (today(CAMPAIGNS), today(MEMBERS), today(ACCOUNT_DAYS), newest_to_date(ACCOUNTS, _SNAPSHOT_DAYS))


@dataclass(frozen=True)
class Asked:
    """What a staged day would newly suspect: accounts in all, those that pay and look honest, and by campaign."""

    digest: str
    suspected: int
    paying: int
    active: int
    over: tuple[str, ...]
    campaigns: tuple[dict[str, Any], ...]

    @property
    def reason(self) -> str:
        """The limits that it passes, in a sentence."""
        return " and ".join(self.over)


@dataclass(frozen=True)
class Answer:
    """What a person said of it."""

    answer: str
    who: str
    why: str


def weigh(run: Run) -> Asked | None:
    """What the staged day would newly suspect; None where nothing is staged, or nothing was published before it.

    The first day of a lake suspects all that it finds for the first time: there is nothing to hold it against.
    """
    staged = run.lake.current(MEMBERS, run.day)
    before = [run.lake.here(part) for day in run.lake.published_days(MEMBERS) if (part := _until(run, day))]
    if staged is None or not before:
        return None
    with connection(run.lake, run.settings) as con:
        open_inputs(con, run.lake, _READS, run.day)
        files = ", ".join(quoted_path(path) for path in before)
        con.execute(f"create view suspected_before as select account_id from read_parquet([{files}])")
        paying_days = {"paying_days": run.settings.approval.paying_days}
        con.execute(f"create temp table newly as {sql(__file__, 'newly')}", paying_days)
        suspected, paying = _numbers(con, "select count(*), count(*) filter (paying) from newly")
        (active,) = _numbers(con, "select count(*) from account_days")
        campaigns = tuple(rows(con, sql(__file__, "by_campaign")))
    over = _over(run.settings.approval, suspected, paying, active)
    return Asked(staged.manifest.digest, suspected, paying, active, over, campaigns)


def answered(run: Run, asked: Asked) -> Answer | None:
    """The newest answer on exactly these members, or None."""
    partition = run.lake.published(APPROVALS, run.day)
    if partition is None:
        return None
    query = f"select answer, who, why from read_parquet({quoted_path(run.lake.here(partition))}) where digest = ?"
    with connection(run.lake, run.settings) as con:
        row = con.execute(f"{query} order by given_at desc limit 1", [asked.digest]).fetchone()
    return Answer(*row) if row else None


def recording(asked: Asked, said: Answer, at: datetime) -> Stage:
    """The stage that appends an answer to the table's partition of the day; publish that table after it."""
    given = {
        "digest": asked.digest,
        "answer": said.answer,
        "who": plain(said.who),
        "why": plain(said.why),
        "asked_for": asked.reason or "nothing: it passes unasked",
        "suspected": asked.suspected,
        "paying": asked.paying,
        "active": asked.active,
        "given_at": at,
    }

    @stage(sentence="Record the answer", reads=(today(APPROVALS),), writes=(APPROVALS,), settings=(Fingerprint,))
    def approvals(work: Work) -> Outputs:
        install_macros(work.con, work.key)
        work.con.register("given", pa.Table.from_pylist([given]))
        return Outputs({APPROVALS: sql(__file__, "recorded")})

    return approvals


def _until(run: Run, day: date) -> Partition | None:
    return run.lake.published(MEMBERS, day) if day <= run.day else None


def _over(limits: Approval, suspected: int, paying: int, active: int) -> tuple[str, ...]:
    over = []
    if active and suspected / active > limits.max_new_share:
        over.append(
            f"it would newly suspect {counted(suspected, 'account')}, against {active:,} active "
            f"({suspected / active:.1%}, limit {limits.max_new_share:.1%})"
        )
    if paying > limits.max_new_paying:
        over.append(
            f"it would newly suspect {counted(paying, 'account')} with an instrument of its own, older than "
            f"{counted(limits.paying_days, 'day')} and not unverified (limit {limits.max_new_paying:,})"
        )
    return tuple(over)


def _numbers(con: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = con.execute(query).fetchone()
    assert row is not None  # noqa: S101 - an aggregate without groups always gives one row
    return tuple(row)
