"""Accounts from any file: the settings say what fills each of the contract's columns, and what is done to it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb

from tasks.contracts.landing import LANDING_ACCOUNTS
from tasks.settings import AccountColumn, Accounts
from tasks.sources.declaration import TEXT, Source
from tasks.sources.mapped_accounts.phones import fill_phone_numbers
from tasks.stage.connection import identifier, quoted, quoted_path

# As `transforms.sql` writes it.
UNUSABLE = "?"
_ROOM = Path(__file__).parent
COUNTRY_NAMES = _ROOM.parents[2] / "data" / "reference" / "country_names.csv"


def mapped_accounts(accounts: Accounts) -> tuple[Source, ...]:
    """The source that the settings describe, or none."""
    if not accounts.columns:
        return ()
    landed = {column.column for column in accounts.columns.values() if column.column}
    filled = ", ".join(
        f'{_filled(column.name, accounts.columns.get(column.name))} as "{column.name}"'
        for column in LANDING_ACCOUNTS.columns
    )
    return (
        Source(
            name="mapped_accounts",
            table=LANDING_ACCOUNTS,
            folder=_ROOM,
            marks=frozenset(landed),
            shape=dict.fromkeys(sorted(landed), TEXT),
            keys=frozenset(accounts.ignored),
            sql=f"select source_file, row_number, broken, {filled}, false as left_out from landed",
            # A country that is none is outside of landing's own vocabulary.
            dropped={"phone": f"phone = {quoted(UNUSABLE)}"} if "phone" in accounts.columns else {},
            prepare=partial(_prepare, accounts),
        ),
    )


def reference_files(accounts: Accounts) -> tuple[Path, ...]:
    """What the mapping looks things up in."""
    return (COUNTRY_NAMES,) if any(column.transform == "country" for column in accounts.columns.values()) else ()


def _filled(name: str, given: AccountColumn | None) -> str:
    """The SQL that fills a column. Whatever the settings hold goes in as an identifier or a literal."""
    if given is None or given.column is None:
        return "null::varchar" if given is None or given.value is None else quoted(given.value)
    landed = identifier(given.column)
    if given.transform is None:
        return landed
    return _TRANSFORMS[given.transform](name, landed, given)


def _time(_: str, landed: str, given: AccountColumn) -> str:
    if given.format in ("seconds", "milliseconds"):
        return f"since_1970({landed}, {1 if given.format == 'seconds' else 1000})"
    if given.format is None:
        return f"as_zoned({landed}, {quoted(given.zone or '')})"
    if given.zone is None:
        return f"as_written_zoned({landed}, {quoted(given.format)})"
    return f"as_written({landed}, {quoted(given.format)}, {quoted(given.zone)})"


_TRANSFORMS: dict[str, Callable[[str, str, AccountColumn], str]] = {
    "lower": lambda _, landed, __: f"lower({landed})",
    "e164": lambda _, landed, __: f"as_e164({landed})",
    "country": lambda _, landed, __: f"as_country({landed})",
    "hash": lambda name, landed, _: f"as_hash({quoted(name)}, {landed})",
    "time": _time,
}


def _prepare(accounts: Accounts, con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create or replace temp table country_names (name varchar, code varchar)")
    con.execute("create or replace temp table phone_numbers (landed_as varchar, number varchar)")
    for name in ("country_name", "transforms"):
        con.execute((_ROOM / f"{name}.sql").read_text())
    for path in reference_files(accounts):
        con.execute(f"insert into country_names from read_csv({quoted_path(path)}, header=true, all_varchar=true)")
    phone = accounts.columns.get("phone")
    if phone and phone.column and phone.transform == "e164":
        landed = identifier(phone.column)
        fill_phone_numbers(con, f"select distinct {landed} from landed where trim({landed}) <> ''", phone.region)
