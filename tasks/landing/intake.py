"""Landed files into one temporary table a kind: cast, checked, prompts turned into fingerprints on the way.

Files of one source and form are read together and in parallel. A row's number is asked for only where it is needed,
because numbering rows keeps DuckDB to one thread: rows that are refused are read a second time, numbered.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import groupby

import duckdb
import pyarrow as pa

from tasks.contracts.declaration import Table
from tasks.contracts.landing import LANDING_ACCOUNTS, LANDING_ACTIONS, LANDING_CORRECTIONS, LANDING_REQUESTS
from tasks.contracts.requests import REQUESTS
from tasks.lake import LandedFile
from tasks.landing import checks, statements
from tasks.landing.counted import Counted, count
from tasks.landing.files import Seen, look
from tasks.landing.landed import LONGEST_LINE, USUAL_LINE, batches, landed, landed_batches, numbered
from tasks.sources import SOURCES, recognise
from tasks.sources.declaration import Source
from tasks.stage import sql
from tasks.stage.connection import quoted

# How DuckDB says that a file cannot be read; an error of binding or memory is ours, not the file's.
_UNREADABLE = (
    duckdb.IOException,
    duckdb.InvalidInputException,
    duckdb.ConversionException,
    duckdb.DataError,
    pa.ArrowException,
    OSError,
)
_KINDS = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
# A statement speaks of so many files at most.
_TOGETHER = 1000
# What is taken, besides the corrections of it.
TAKEN = (LANDING_REQUESTS, LANDING_ACCOUNTS, LANDING_ACTIONS)
# A clock may be ahead, and a file be closed a little after midnight.
_DAYS_AHEAD = 1


def taken(table: Table) -> str:
    """The quoted name of the temporary table that files of this kind are taken into."""
    return f'"taken {table.name}"'


@dataclass
class Intake:
    """One day's files on one connection, and what was seen of them; `rows` is counted apart from what is taken.

    `labels` are, by path, the landing table of each file that was read and the name under which it is shown.
    `room` is what a piece of a Parquet file may take in memory, in bytes; `named` the source that the settings name,
    `sources` those made from the settings.
    """

    con: duckdb.DuckDBPyConnection
    day: date
    named: str
    late_days: int
    room: int
    sources: tuple[Source, ...] = ()
    rows: int = 0
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    file_problems: dict[str, str] = field(default_factory=dict)
    unknown_columns: Counter[str] = field(default_factory=Counter)
    dropped_values: Counter[str] = field(default_factory=Counter)
    rows_by_source: Counter[str] = field(default_factory=Counter)

    def take(self, table: Table, files: Iterable[LandedFile]) -> None:
        """Take all files of a kind; of a file that cannot be read to its end nothing is taken, and that is noted.

        Corrections have to be taken first.
        """
        self._prepare(table)
        seen = [each for file in files if (each := self._look(table, file))]
        self._gather_context(seen)
        corrected = self._find_corrections(table)

        def alike(each: Seen) -> str:
            apart = each.path if each.path in corrected or each.in_pieces else ""
            return repr((each.source.name, each.form, each.columns, each.delimiter, apart))

        for _, group in groupby(sorted(seen, key=lambda each: (alike(each), each.path)), key=alike):
            files_alike = list(group)
            for start in range(0, len(files_alike), _TOGETHER):
                some = files_alike[start : start + _TOGETHER]
                self._take_group(some, corrected=some[0].path in corrected)

    def _prepare(self, table: Table) -> None:
        columns = [f'"{name}" {kind}' for name, kind in statements.columns(table)]
        if table is LANDING_REQUESTS:
            columns += [f'"{name}" {REQUESTS[name].duckdb}' for name in statements.TEXT_FEATURES]
        head = "source varchar, source_file varchar, row_number bigint, refused_for varchar, raw varchar"
        self.con.execute(f"create temp table {taken(table)} ({head}, {', '.join(columns)})")
        for source in SOURCES:
            if source.table is table and source.context:
                kinds = ", ".join(f'"{name}" {kind}' for name, kind in source.context.items())
                self.con.execute(f'create temp table "{source.name}_context" ({kinds})')

    def _look(self, table: Table, file: LandedFile) -> Seen | None:
        if not file.known:
            self._note_problem(table, file, "unknown_format")
        elif file.path.stat().st_size == 0:
            self._note_problem(table, file, "empty_file")
        else:
            try:
                source = partial(recognise, table, named=self.named, more=self.sources)
                seen = look(self.con, file, source, self.room)
            except duckdb.OutOfMemoryException:
                raise
            except duckdb.Error as error:
                # A forged file can raise any error of DuckDB's; opening it says nothing of our own queries.
                self._note_unreadable(table, file, duckdb.InvalidInputException(str(error)))
            except OSError as error:
                self._note_unreadable(table, file, error)
            else:
                self.labels[seen.path] = (table.name.removeprefix("landing/"), file.label)
                return seen
        return None

    def _find_corrections(self, table: Table) -> frozenset[str]:
        """Make the table of what people put right of this landing table; gives the paths of the files it speaks of."""
        if table is LANDING_CORRECTIONS:
            return frozenset()
        self.con.execute(
            "create or replace temp table labels as select unnest(?::varchar[]) as path, "
            "unnest(?::varchar[]) as landing_table, unnest(?::varchar[]) as label",
            [list(self.labels), *map(list, zip(*self.labels.values(), strict=True))] if self.labels else [[], [], []],
        )
        name = quoted(table.name.removeprefix("landing/"))
        found = sql(__file__, "corrections").format(taken=taken(LANDING_CORRECTIONS), name=name)
        self.con.execute(f'create temp table "corrections {table.name}" as {found}')
        return frozenset(
            path for (path,) in self.con.execute(f'select distinct path from "corrections {table.name}"').fetchall()
        )

    def _gather_context(self, seen: Sequence[Seen]) -> None:
        """Fill the context table of each source that has one from all of its files."""
        for each in seen:
            if not each.source.context:
                continue
            try:
                self._open([each], LONGEST_LINE, apart=False)
                self.con.execute(f'insert into "{each.source.name}_context" {each.source.context_query}')
            except (duckdb.Error, OSError, pa.ArrowException) as error:
                # Taking the file will say so.
                if not _of_the_file(error):
                    raise

    def _take_group(self, seen: Sequence[Seen], *, corrected: bool, line: int = USUAL_LINE) -> None:
        """Take files that are alike at once; where that fails, each half, down to the file that it fails for."""
        self.con.begin()
        try:
            counted = self._take_all(seen, corrected=corrected, line=line)
        except (duckdb.Error, OSError, pa.ArrowException) as error:
            self.con.rollback()
            if not _of_the_file(error) or "no space left" in str(error).lower():
                raise
            if "maximum_object_size" in str(error) and line < LONGEST_LINE:
                self._take_group(seen, corrected=corrected, line=LONGEST_LINE)
            elif len(seen) == 1:
                self._note_unreadable(seen[0].source.table, seen[0].file, error)
            else:
                middle = len(seen) // 2
                self._take_group(seen[:middle], corrected=corrected, line=line)
                self._take_group(seen[middle:], corrected=corrected, line=line)
        except BaseException:
            self.con.rollback()
            raise
        else:
            self.con.commit()
            self._note(seen, counted)

    def _take_all(self, seen: Sequence[Seen], *, corrected: bool, line: int) -> Counted:
        first, counted = seen[0], count(self.con, seen, line)
        # Accounts and actions are few: one pass, in the file's order.
        apart = corrected or first.source.table is not LANDING_REQUESTS
        self._open(seen, line, apart=apart)
        if first.source.prepare:
            first.source.prepare(self.con)
            # Pieces are gone when they were read.
            self._open(seen, line, apart=apart)
        # What a person put right is text, whatever type the file's own column has.
        typed = frozenset[str]() if corrected else self._typed(first)
        mapped = statements.Mapped(first.source, typed, first.missing, self._days)
        if first.form == "parquet" or apart:
            self._insert(first.source, statements.every(mapped, corrected=corrected))
        else:
            self.con.execute("set preserve_insertion_order = false")
            accepted = self._insert(first.source, statements.accepted(mapped))
            self.con.execute("reset preserve_insertion_order")
            if accepted < counted.rows.total():
                self._take_refused(seen, mapped, counted, line)
        self._insert_rejects(first.source, counted)
        self._count_dropped(first, counted)
        return counted

    def _open(self, seen: Sequence[Seen], line: int, *, apart: bool) -> None:
        """Make the view `landed` of files that are alike; `apart`, each file's rows have their numbers."""
        if seen[0].in_pieces:
            self.con.register("pieces", batches(seen[0], self.room))
            self._view(landed_batches(seen[0], "pieces"))
        elif apart:
            self._view(" union all ".join(f"({numbered(each, line)})" for each in seen))
        else:
            self._view(landed(seen, line))

    def _take_refused(self, seen: Sequence[Seen], mapped: statements.Mapped, counted: Counted, line: int) -> None:
        """Read files from which not all rows were taken again, now with the rows' numbers."""
        found = self.con.execute(
            f"select source_file, count(*) from {taken(mapped.source.table)} group by 1"
        ).fetchall()
        got = dict(found)
        short = [
            each
            for each in seen
            if got.get(each.path, 0) < counted.rows[each.path] - len(counted.rejects.get(each.path, ()))
        ]
        for some in [list(seen)] if mapped.source.across else [[each] for each in short]:
            self._open(some, line, apart=True)
            self._insert(mapped.source, statements.refused(mapped))

    def _insert(self, source: Source, rows: str) -> int:
        inserted = self.con.execute(
            f"insert into {taken(source.table)} by name select {quoted(source.name)} as source, * from ({rows})"
        ).fetchall()
        return int(inserted[0][0])

    def _insert_rejects(self, source: Source, counted: Counted) -> None:
        """Lines that are no row: numbered after the rows of the file, since nobody can tell how many rows they are."""
        for path, lines in counted.rejects.items():
            after = counted.rows[path] - len(lines) + 1
            self.con.execute(
                f"insert into {taken(source.table)} by name select ? as source, ? as source_file, "
                "unnest(range(?::bigint, ?::bigint)) as row_number, 'invalid_csv' as refused_for, "
                "unnest(list_transform(?::bigint[], lambda line: to_json({'line': line})::varchar)) as raw",
                [source.name, path, after, after + len(lines), lines],
            )

    def _count_dropped(self, first: Seen, counted: Counted) -> None:
        outside = checks.outside_vocabulary(first.source.table) | dict(first.source.dropped)
        if not outside or first.in_pieces:
            return
        sums = ", ".join(f"count(*) filter ({predicate})" for predicate in outside.values())
        found = self.con.execute(f"select {sums} from ({first.source.mapping})").fetchall()[0]
        counted.dropped = Counter(dict(zip(outside, found, strict=True)))

    def _typed(self, first: Seen) -> frozenset[str]:
        """Columns that have their declared type already."""
        if first.form != "parquet" or first.source.name != "contract":
            return frozenset()
        found = {name: kind for name, kind, *_ in self.con.execute(f"describe {first.source.mapping}").fetchall()}
        return frozenset(
            column.name
            for column in first.source.table.columns
            if column.duckdb != "VARCHAR" and found[column.name] == _KINDS.get(column.duckdb, column.duckdb)
        )

    @property
    def _days(self) -> str:
        """The days whose rows are taken, as the bounds of a `between`."""
        first, last = self.day - timedelta(days=self.late_days), self.day + timedelta(days=_DAYS_AHEAD)
        return f"date '{first}' and date '{last}'"

    def _view(self, rows: str) -> None:
        self.con.execute(f"create or replace temp view landed as {rows}")

    def _note(self, seen: Sequence[Seen], counted: Counted) -> None:
        source = seen[0].source
        for each in seen:
            if counted.rows[each.path] == 0:
                self._note_problem(source.table, each.file, "empty_file")
        self.rows += counted.rows.total()
        self.rows_by_source[source.name] += counted.rows.total()
        for key, number in counted.unknown.most_common():
            # A key is a landed string like any other; only what looks like a column's name is shown.
            shown = key if re.fullmatch(r"[A-Za-z_]\w{0,40}", key, re.ASCII) else f"<{len(key)} characters>"
            self.unknown_columns[f"{source.name} column {shown}"] += number
        self.dropped_values["messages"] += counted.no_messages
        self.dropped_values.update(counted.dropped)

    def _note_unreadable(self, table: Table, file: LandedFile, error: Exception) -> None:
        # The reader's own message may quote the row; only the kind of failure is told.
        self._note_problem(table, file, f"unreadable_file: {_kind(error)}")

    def _note_problem(self, table: Table, file: LandedFile, problem: str) -> None:
        self.file_problems[f"{table.name.removeprefix('landing/')}/{file.label}"] = problem


def _of_the_file(error: Exception) -> bool:
    """Whether an error tells of the file and not of us; a damaged page of Parquet raises DuckDB's base class."""
    return type(error) is duckdb.Error or isinstance(error, _UNREADABLE)


def _kind(error: Exception) -> str:
    words = str(error).lower()
    if "unexpected end" in words or "truncat" in words or "incomplete" in words:
        return "truncated"
    if words.startswith("the header "):
        return words
    return "a row is too long" if "maximum_object_size" in words else type(error).__name__
