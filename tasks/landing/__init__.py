"""Landing: what the operator's systems delivered goes in; typed tables without any text come out.

A row that cannot be taken goes to quarantine with its file, row and reason; a repeated id is counted; and every
landed row is accounted for, which the gate proves.
"""

from collections import Counter
from pathlib import Path

import duckdb

from tasks.contracts.accounts import ACCOUNTS, ACTIONS
from tasks.contracts.declaration import Table
from tasks.contracts.landing import LANDING_ACCOUNTS, LANDING_ACTIONS, LANDING_REQUESTS
from tasks.contracts.requests import QUARANTINE, REQUESTS
from tasks.gates.rules import Rule, fact_rule
from tasks.landing.intake import Intake, taken
from tasks.landing.keyed import install_macros
from tasks.networks import ADDRESS_NETWORKS_SQL, load_networks, reference_files
from tasks.settings import Fingerprint, Landing, Networks, Settings
from tasks.stage import Outputs, Work, sql, stage

_PUBLIC_MAIL = Path(__file__).parents[2] / "data" / "reference" / "public_mail.csv"
_TAKEN = ((LANDING_REQUESTS, REQUESTS), (LANDING_ACCOUNTS, ACCOUNTS), (LANDING_ACTIONS, ACTIONS))


def _reference(settings: Settings) -> tuple[Path, ...]:
    networks = settings.networks
    return (*reference_files(networks.asn_database, networks.country_database), _PUBLIC_MAIL)


def _facts(settings: Settings) -> tuple[Rule, ...]:
    limits = settings.landing
    return (
        fact_rule("landing", "request_files", "nothing landed in landing/requests for that day", low=1),
        fact_rule("landing", "unreconciled_rows", "rows were lost or made up on the way in", high=0),
        fact_rule("landing", "unreadable_files", "what they hold is not known", high=limits.max_unreadable_files),
        fact_rule("landing", "files_of_unknown_format", "they were not read", high=0, severity="warning"),
        fact_rule("landing", "quarantine_share", "most likely the export changed", high=limits.max_quarantine_share),
        fact_rule(
            "landing",
            "quarantine_share",
            "rows do not get through",
            high=limits.usual_quarantine_share,
            severity="warning",
        ),
        fact_rule(
            "landing",
            "duplicate_share",
            "the export may run twice",
            high=limits.max_duplicate_share,
            severity="warning",
        ),
        fact_rule(
            "landing",
            "silent_hours_before_midnight",
            "the end of the day may not have been delivered yet",
            high=limits.max_silence_hours,
            severity="warning",
        ),
        fact_rule("landing", "unknown_columns", "the export has what no mapping reads", high=0, severity="warning"),
    )


@stage(
    sentence="Take in what landed",
    lands=(LANDING_REQUESTS, LANDING_ACCOUNTS, LANDING_ACTIONS),
    writes=(REQUESTS, QUARANTINE, ACCOUNTS, ACTIONS),
    settings=(Fingerprint, Landing, Networks),
    reference=_reference,
    facts=_facts,
)
def landing(work: Work) -> Outputs:
    """Read every landed file of the day, check each row, enrich what can be taken."""
    install_macros(work.con, work.key)
    networks = work.section(Networks)
    load_networks(work.con, asn_database=networks.asn_database, country_database=networks.country_database)
    seen = Intake(work.con, work.day, work.section(Landing).source)
    for table, _ in _TAKEN:
        seen.prepare(table)
        for file in work.landed[table.name]:
            seen.take(table, file)
    _place_addresses(work.con)
    work.con.execute("set variable file_problems = ?::map(varchar, varchar)", [seen.file_problems])
    queries = {table: sql(__file__, table.name) for table in (REQUESTS, QUARANTINE, ACCOUNTS, ACTIONS)}
    reasons = _reasons(work.con)
    left_out = reasons.pop("left_out", 0)
    return Outputs(
        queries,
        _count(work, queries, seen, reasons.total(), left_out),
        {
            "quarantined": dict(reasons) | dict(Counter(seen.file_problems.values())),
            "unknown_columns": seen.unknown_columns,
            "dropped_values": +seen.dropped_values,
            "rows_by_source": seen.rows_by_source,
        },
    )


def _place_addresses(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(f"create temp table public_mail as select domain from read_csv('{_PUBLIC_MAIL}', header=true)")
    con.execute(
        f"create temp view addresses as select distinct ip from {taken(LANDING_REQUESTS)} where ip is not null "
        f"union select distinct signup_ip from {taken(LANDING_ACCOUNTS)} where signup_ip is not null"
    )
    con.execute(f"create temp table places as {ADDRESS_NETWORKS_SQL}")


def _reasons(con: duckdb.DuckDBPyConnection) -> Counter[str]:
    counted: Counter[str] = Counter()
    for table, _ in _TAKEN:
        rows = con.execute(
            f"select refused_for, count(*) from {taken(table)} where refused_for is not null group by 1"
        ).fetchall()
        counted.update(dict(rows))
    return counted


def _count(work: Work, queries: dict[Table, str], seen: Intake, quarantined: int, left_out: int) -> dict[str, float]:
    out = accepted = 0.0
    for table, published in _TAKEN:
        out += _number(work.con, f"select count(*) from ({queries[published]})")
        accepted += _number(work.con, f"select count(*) from {taken(table)} where refused_for is null")
    duplicates = accepted - out
    silent = _number(
        work.con,
        f"select date_diff('minute', max(ts), timestamptz '{work.day} 00:00:00+00' + interval 1 day) / 60 "
        f"from {taken(LANDING_REQUESTS)} where refused_for is null",
    )
    return {
        "request_files": len(work.landed[LANDING_REQUESTS.name]),
        "rows_landed": seen.rows,
        "rows_out": out,
        "rows_quarantined": quarantined,
        "rows_left_out": left_out,
        "duplicates": duplicates,
        "unreconciled_rows": abs(seen.rows - out - quarantined - duplicates - left_out),
        "unreadable_files": sum(reason.startswith("unreadable") for reason in seen.file_problems.values()),
        "files_of_unknown_format": sum(reason == "unknown_format" for reason in seen.file_problems.values()),
        "quarantine_share": quarantined / max(seen.rows, 1),
        "duplicate_share": duplicates / max(seen.rows, 1),
        "silent_hours_before_midnight": silent,
        "unknown_columns": len(seen.unknown_columns),
    }


def _number(con: duckdb.DuckDBPyConnection, query: str) -> float:
    return float(con.execute(query).fetchall()[0][0] or 0)
