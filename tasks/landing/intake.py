"""Landed files into one temporary table a kind: cast, checked, prompts turned into fingerprints on the way."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import duckdb

from tasks.contracts.declaration import Column, Table
from tasks.contracts.landing import LANDING_REQUESTS
from tasks.contracts.requests import REQUESTS
from tasks.lake import LandedFile
from tasks.landing import checks
from tasks.landing.opened import Opened, open_file
from tasks.stage.connection import quoted

# The parts of a request that come from its text, in REQUESTS' names and the order of `_TEXT_FEATURES`.
_TEXT_COLUMNS = [
    "turns",
    "prompt_chars",
    "opening",
    "item",
    "conversation",
    "prefixes",
    "conversation_chars",
    "head",
    "tail",
    "asks_reasoning",
    "asks_grading",
    "has_code",
]
# Taken apart once for a row, then used many times.
_TEXT = """case when len(messages) > 0 then {
    'hashes': message_hashes(messages), 'answers': places_of(messages, 'assistant', 2),
    'asked': places_of(messages, 'user', 1), 'last': turns_of(messages, 'user')[-1],
    'chars': list_sum(list_transform(messages, lambda m: length(plain(m.content))))} end"""
_TEXT_FEATURES = """, len(text.hashes), length(text.last), short(text.hashes[text.asked[1]]),
    short(text.hashes[text.asked[-1]]), case when text is not null then chain(text.hashes) end,
    prefix_chains(text.hashes, text.answers), text.chars, head_of(text.last), tail_of(text.last),
    asks_reasoning(text.last), asks_grading(text.last), has_code(text.last)"""
_IDS = {"landing/requests": ("request_id", "account_id")}
# A proxy logs the header that it was given, which may be a list.
_CLEANED = {"ip": "client_address({})", "signup_ip": "client_address({})"}
# How DuckDB says that a file cannot be read; an error of binding or memory is ours, not the file's.
_UNREADABLE = (duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException, duckdb.DataError, OSError)


def taken(table: Table) -> str:
    """The quoted name of the temporary table that files of this kind are taken into."""
    return f'"taken {table.name}"'


@dataclass
class Intake:
    """One day's files on one connection, and what was seen of them; `rows` is counted apart from what is taken."""

    con: duckdb.DuckDBPyConnection
    day: date
    source: str
    rows: int = 0
    file_problems: dict[str, str] = field(default_factory=dict)
    unknown_columns: Counter[str] = field(default_factory=Counter)
    dropped_values: Counter[str] = field(default_factory=Counter)
    rows_by_source: Counter[str] = field(default_factory=Counter)

    def prepare(self, table: Table) -> None:
        """Create the empty temporary table of this kind."""
        columns = [f'"{name}" {table[name].duckdb}' for name, _ in checks.casts(table, frozenset())]
        if table is LANDING_REQUESTS:
            columns += [f'"{name}" {REQUESTS[name].duckdb}' for name in _TEXT_COLUMNS]
        head = "source_file varchar, row_number bigint, source varchar, refused_for varchar, raw varchar"
        self.con.execute(f"create temp table {taken(table)} ({head}, {', '.join(columns)})")

    def take(self, table: Table, file: LandedFile) -> None:
        """Take one file in; of a file that cannot be read to its end nothing is taken, and that is noted."""
        label = f"{table.name.removeprefix('landing/')}/{file.label}"
        if not file.known:
            self.file_problems[label] = "unknown_format"
        elif file.path.stat().st_size == 0:
            self.file_problems[label] = "empty_file"
        else:
            try:
                opened = self._open(table, file)
                self.con.execute(self._insert(table, file, opened))
            except _UNREADABLE as error:
                if "no space left" in str(error).lower():
                    raise
                # The reader's own message may quote the row; only the kind of failure is told.
                self.file_problems[label] = f"unreadable_file: {_kind(error)}"
            else:
                self._note(table, label, opened)

    def _open(self, table: Table, file: LandedFile) -> Opened:
        try:
            return open_file(self.con, table, file, self.source)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            # A forged file can raise any error of DuckDB's; opening it says nothing of our own queries.
            raise duckdb.InvalidInputException(str(error)) from None

    def _note(self, table: Table, label: str, opened: Opened) -> None:
        if opened.rows == 0:
            self.file_problems[label] = "empty_file"
        self.rows += opened.rows
        self.rows_by_source[opened.source] += opened.rows
        for key, count in opened.unknown.items():
            # A key is a landed string like any other; only what looks like a column's name is shown.
            shown = key if re.fullmatch(r"[A-Za-z_]\w{0,40}", key, re.ASCII) else f"<{len(key)} characters>"
            self.unknown_columns[f"column {shown}"] += count
        self.dropped_values["messages"] += opened.no_messages
        for name, outside in checks.outside_vocabulary(table).items():
            query = f"select count(*) from ({opened.query}) where {outside}"
            self.dropped_values[name] += self.con.execute(query).fetchall()[0][0]

    def _insert(self, table: Table, file: LandedFile, opened: Opened) -> str:
        against = checks.reason(table, opened.typed, opened.missing, _IDS.get(table.name, ("account_id",)))
        cast = ", ".join(
            f'{_CLEANED.get(name, "{}").format(expression)} as "{name}"'
            for name, expression in checks.casts(table, opened.typed)
        )
        requests = table is LANDING_REQUESTS
        # The file's row is turned into the short form that quarantine shows only where it is refused.
        wrong_day = f"{dict(checks.casts(table, opened.typed)).get('ts')}::date <> date '{self.day}'"
        if requests:
            against = f"case when {against} is null and {wrong_day} then 'other_day: ts' else {against} end"
        return f"""
            insert into {taken(table)}
            select {quoted(file.label)}, row_number, {quoted(opened.source)}, refused_for,
                   * exclude (row_number, refused_for{", text" if requests else ""})
                   {_TEXT_FEATURES if requests else ""}
            from (
                select row_number, {against} as refused_for,
                       case when refused_for is not null then {_raw(table)} end as raw,
                       {cast} {f", {_TEXT} as text" if requests else ""}
                from ({opened.query}))"""


def _raw(table: Table) -> str:
    """Short ids, times and numbers of a row as JSON; what may hold text or contact details is left out."""
    kept = [column for column in table.columns if column.privacy in ("open", "pseudonym")]
    return "to_json({" + ", ".join(f"'{column.name}': {_shown(column)}" for column in kept) + "})::varchar"


def _shown(column: Column) -> str:
    keyed = column.privacy == "pseudonym" and column.name != "account_id"
    return f"keyed_value('{column.name}', \"{column.name}\")" if keyed else f'shown("{column.name}"::varchar)'


def _kind(error: Exception) -> str:
    words = str(error).lower()
    if "unexpected end" in words or "truncat" in words or "incomplete" in words:
        return "truncated"
    return "a row is too long" if "maximum_object_size" in words else type(error).__name__
