"""What people say of suspected campaigns, recorded: who looked, what they found, why, and of which accounts.

A verdict speaks of accounts, not of an id alone, so that it holds when a campaign grows or goes on under another id.
Nothing is ever taken back: a later verdict on the same accounts counts in place of the earlier one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import pyarrow as pa

from tasks.contracts.campaigns import MEMBERS
from tasks.contracts.verdicts import VERDICTS, WORDS
from tasks.errors import CallError
from tasks.escape import plain, visible
from tasks.lake.key import fingerprint_key
from tasks.landing.keyed import install_macros
from tasks.stage import Outputs, Run, Stage, Work, all_to_date, sql, stage, today
from tasks.stage.connection import connection, open_inputs

_SHOWN = 60


@dataclass(frozen=True)
class Said:
    """One verdict as a person gave it; without accounts it is on the whole campaign. `where` it stands, for errors."""

    campaign: str
    verdict: str
    who: str
    why: str
    accounts: tuple[str, ...] = ()
    where: str = ""


def recording(run: Run, said: Sequence[Said], at: datetime) -> Stage:
    """The stage that appends verdicts to the table's partition of the run's day; publish that table after it.

    Args:
        run: The run whose day the verdicts count from.
        said: In the order in which they count; all of them are recorded, or none.
        at: When they were given (UTC).

    Raises:
        CallError: a verdict that is none, a campaign or an account that was never published, no name, no reason.
    """
    rows = _understood(run, said)

    @stage(sentence="Record verdicts", reads=(today(VERDICTS),), writes=(VERDICTS,))
    def verdicts(work: Work) -> Outputs:
        work.con.register("said", rows)
        work.con.execute("set variable said_at = ?::timestamptz", [at.isoformat()])
        return Outputs({VERDICTS: sql(__file__, "recorded")})

    return verdicts


def _understood(run: Run, said: Sequence[Said]) -> pa.Table:
    """The verdicts with their accounts, free text masked; number, campaign_id, accounts, scope, verdict, who, why."""
    for each in said:
        if each.verdict not in WORDS:
            raise CallError(f"{each.where}'{_short(each.verdict)}' is no verdict; say {', '.join(WORDS)}")
    with _open(run) as con:
        con.register(
            "given",
            pa.table(
                {
                    "number": pa.array(range(len(said)), pa.int64()),
                    "campaign_id": pa.array([each.campaign for each in said], pa.string()),
                    "named": pa.array([list(each.accounts) for each in said], pa.list_(pa.string())),
                    "verdict": pa.array([each.verdict for each in said], pa.string()),
                    "who": pa.array([plain(each.who) for each in said], pa.string()),
                    "why": pa.array([plain(each.why) for each in said], pa.string()),
                }
            ),
        )
        con.execute(f"create temp table understood as {sql(__file__, 'understood')}")
        _refuse_unknown(run, con, said)
        return con.sql("select * exclude (unknown, contact) from understood order by number").to_arrow_table()


@contextmanager
def _open(run: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with every day's `members` and the macros that mask."""
    with connection(run.lake, run.settings) as con:
        open_inputs(con, run.lake, (all_to_date(MEMBERS),), date.max)
        install_macros(con, fingerprint_key(run.lake.place, run.settings))
        yield con


def _refuse_unknown(run: Run, con: duckdb.DuckDBPyConnection, said: Sequence[Said]) -> None:
    query = "select number, accounts is null, unknown, contact, who, why from understood order by number"
    for number, no_campaign, unknown, contact, who, why in con.execute(query).fetchall():
        where, campaign = said[number].where, _short(said[number].campaign)
        if no_campaign:
            raise CallError(f"{where}no suspected campaign '{campaign}' was ever published. {_next(run)}")
        if unknown:
            names = ", ".join(f"'{_short(name)}'" for name in unknown[:3])
            raise CallError(f"{where}{names} was never a suspected member of {campaign}. {_next(run)}")
        if not who or contact:
            raise CallError(f"{where}give who says it with --who: a name or a staff id, no address and no number")
        if not why:
            raise CallError(f"{where}give the reason with --why, in words that another person can follow")


def _next(run: Run) -> str:
    """How to see what is suspected."""
    lake, days = run.lake, run.lake.published_days(MEMBERS)
    day = f" --date {days[-1]}" if days else " --date DAY"
    return f"See the suspected campaigns with: python -m flows.daily --lake {lake}{day}"


def _short(text: str) -> str:
    return visible(text)[:_SHOWN]
