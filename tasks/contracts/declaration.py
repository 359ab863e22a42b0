"""The words in which a table is declared: what a row is, its columns, what they mean and must hold to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

Severity = Literal["critical", "warning"]
Privacy = Literal["open", "pseudonym", "personal", "text"]

# One row a type: the contract's word, Arrow's type, DuckDB's type.
_STRUCT = pa.struct([("role", pa.string()), ("content", pa.string())])
_TYPES: dict[str, tuple[pa.DataType, str]] = {
    "string": (pa.string(), "VARCHAR"),
    "boolean": (pa.bool_(), "BOOLEAN"),
    "int32": (pa.int32(), "INTEGER"),
    "int64": (pa.int64(), "BIGINT"),
    "uint64": (pa.uint64(), "UBIGINT"),
    "double": (pa.float64(), "DOUBLE"),
    "date": (pa.date32(), "DATE"),
    "timestamp(us, UTC)": (pa.timestamp("us", tz="UTC"), "TIMESTAMPTZ"),
    "list<uint16>": (pa.list_(pa.uint16()), "USMALLINT[]"),
    "list<int32>": (pa.list_(pa.int32()), "INTEGER[]"),
    "list<uint64>": (pa.list_(pa.uint64()), "UBIGINT[]"),
    "list<string>": (pa.list_(pa.string()), "VARCHAR[]"),
    "list<struct<role: string, content: string>>": (
        pa.list_(_STRUCT),
        "STRUCT(role VARCHAR, content VARCHAR)[]",
    ),
}


@dataclass(frozen=True)
class Column:
    """One column: `type` in the contract's words, limits judged by the gate at `severity`.

    `needed` forbids nulls. `between`, `one_of` and `matches` hold for every filled value. `filled` is the
    least share (0-1) of rows with a value, always a warning: a source that cannot fill it loses evidence.
    """

    name: str
    type: str
    meaning: str
    needed: bool = False
    unit: str = ""
    privacy: Privacy = "open"
    between: tuple[float | None, float | None] | None = None
    one_of: tuple[str, ...] = ()
    matches: str = ""
    filled: float | None = None
    severity: Severity = "critical"

    @property
    def arrow(self) -> pa.Field:
        """The Arrow field that a write is cast to."""
        return pa.field(self.name, _TYPES[self.type][0])

    @property
    def duckdb(self) -> str:
        """The DuckDB type that writes this Arrow type to Parquet."""
        return _TYPES[self.type][1]

    @property
    def broken(self) -> Iterator[tuple[str, str]]:
        """(rule in words, SQL predicate of a row that breaks it) for each limit on single values."""
        name = f'"{self.name}"'
        if self.needed:
            yield "is filled", f"{name} is null"
        if self.between:
            low, high = self.between
            if low is not None:
                yield f"is at least {low:g}", f"{name} < {low}"
            if high is not None:
                yield f"is at most {high:g}", f"{name} > {high}"
        if self.one_of:
            words = ", ".join(f"'{word}'" for word in self.one_of)
            yield f"is one of {', '.join(self.one_of)}", f"{name} not in ({words})"
        if self.matches:
            yield f"looks like {self.matches}", f"not regexp_full_match({name}, '{self.matches}')"


@dataclass(frozen=True)
class Table:
    """One table: `grain` says what a row is, `key` names the columns that no two rows share.

    The partition's day is never a column of the file: it stands in the path (`dt=YYYY-MM-DD`), where every
    reader of partitioned Parquet takes it from, and a second copy makes some of them fail.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    sort_by: tuple[str, ...] = ()
    min_rows: int = 0
    landing: bool = False

    @property
    def arrow_schema(self) -> pa.Schema:
        """The schema of every file of this table."""
        return pa.schema([column.arrow for column in self.columns])

    @property
    def order(self) -> tuple[str, ...]:
        """How rows are sorted in a file: by `sort_by`, else by the key."""
        return self.sort_by or self.key

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)
