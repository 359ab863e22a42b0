"""Landing: what the operator's systems delivered goes in; typed tables without any text come out.

A row that cannot be taken goes to quarantine with its file, row and reason; a repeated id is counted; a row of another
day is kept for that day; and every landed row is accounted for, which the gate proves.
"""

from pathlib import Path

import duckdb

from tasks.contracts.accounts import ACCOUNTS, ACTIONS
from tasks.contracts.landing import LANDING_ACCOUNTS, LANDING_CORRECTIONS, LANDING_REQUESTS
from tasks.contracts.requests import LATE, QUARANTINE, REQUESTS
from tasks.gates.rules import Rule
from tasks.landing.cues import FILE as CUES
from tasks.landing.intake import TAKEN, Intake, taken
from tasks.landing.keyed import install_macros
from tasks.landing.ledger import Ledger
from tasks.landing.rules import landing_rules
from tasks.landing.statements import columns
from tasks.networks import ADDRESS_NETWORKS_SQL, load_networks, reference_files
from tasks.settings import Accounts, Fingerprint, Landing, Networks, Settings
from tasks.sources.mapped_accounts import mapped_accounts
from tasks.sources.mapped_accounts import reference_files as names_looked_up
from tasks.stage import Outputs, Work, belonging, sql, stage

_PUBLIC_MAIL = Path(__file__).parents[2] / "data" / "reference" / "public_mail.csv"
# What people put right is taken before what it speaks of.
_LANDED = (LANDING_CORRECTIONS, *TAKEN)


def _reference(settings: Settings) -> tuple[Path, ...]:
    networks = settings.networks
    looked_up = reference_files(networks.asn_database, networks.country_database)
    return (*looked_up, _PUBLIC_MAIL, CUES, *names_looked_up(settings.accounts))


def _rules(settings: Settings) -> tuple[Rule, ...]:
    return landing_rules(settings.landing)


@stage(
    sentence="Take in what landed",
    lands=_LANDED,
    reads=(belonging(LATE, before=1, after=31),),
    writes=(REQUESTS, LATE, QUARANTINE, ACCOUNTS, ACTIONS),
    settings=(Fingerprint, Landing, Networks, Accounts),
    reference=_reference,
    facts=_rules,
)
def landing(work: Work) -> Outputs:
    """Read every landed file of the day, check each row, enrich what can be taken."""
    install_macros(work.con, work.key)
    networks, limits = work.section(Networks), work.section(Landing)
    load_networks(work.con, asn_database=networks.asn_database, country_database=networks.country_database)
    _name_attributes(work)
    sources = mapped_accounts(work.section(Accounts))
    seen = Intake(work.con, work.day, limits.source, limits.late_days, work.memory // 16, sources)
    for table in _LANDED:
        seen.take(table, work.landed[table.name])
    work.con.execute("set variable file_problems = ?::map(varchar, varchar)", [seen.file_problems])
    _mark_duplicates(work.con)
    _place_addresses(work.con)
    work.con.execute(f'create temp view "kept requests" as {sql(__file__, "requests")}')
    late = _late_days(work.con)
    ledger = Ledger(work.con, seen, len(work.landed[LANDING_REQUESTS.name]))
    return Outputs(
        {
            REQUESTS: sql(__file__, "own_day"),
            LATE: sql(__file__, "late") + ("" if late else " limit 0"),
            QUARANTINE: sql(__file__, "quarantine"),
            ACCOUNTS: sql(__file__, "accounts"),
            ACTIONS: sql(__file__, "actions"),
        },
        ledger.counts(),
        {
            "quarantined": ledger.reasons(),
            "unknown_columns": seen.unknown_columns,
            "dropped_values": +seen.dropped_values,
            "rows_by_source": seen.rows_by_source,
            "late": late,
        },
        settle=ledger.settle,
    )


def _name_attributes(work: Work) -> None:
    """Tell the mappings which attribute holds the account where that is the operator's choice."""
    limits = work.section(Landing)
    work.con.execute("set variable bedrock_account_key = ?", [limits.bedrock_account_key])
    work.con.execute("set variable otel_account_attribute = ?", [limits.otel_account_attribute])


def _mark_duplicates(con: duckdb.DuckDBPyConnection) -> None:
    query = sql(__file__, "duplicates")
    for table in TAKEN:
        time = "ts" if table is LANDING_REQUESTS else "source_file"
        content = ", ".join(f'"{name}"' for name, _ in columns(table))
        duplicates = query.format(taken=taken(table), key=", ".join(table.key), time=time, content=content)
        con.execute(f'create temp table "duplicates {table.name}" as {duplicates}')


def _place_addresses(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"create temp table public_mail as select domain from read_csv('{_PUBLIC_MAIL}', header=true)")
    con.execute(
        f"create temp view addresses as select distinct ip from {taken(LANDING_REQUESTS)} where ip is not null "
        f"union select distinct signup_ip from {taken(LANDING_ACCOUNTS)} where signup_ip is not null"
    )
    con.execute(f"create temp table places as {ADDRESS_NETWORKS_SQL}")


def _late_days(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows that landed belong to each other day."""
    rows = con.execute(
        f"select ts::date::varchar, count(*) from {taken(LANDING_REQUESTS)} where ts::date <> getvariable('day') "
        f'and refused_for is null and rowid not in (select id from "duplicates {LANDING_REQUESTS.name}") '
        "group by 1 order by 1"
    ).fetchall()
    return dict(rows)
