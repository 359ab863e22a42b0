"""What a source is: the shape of one kind of landed file, and how its rows become the contract's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from tasks.contracts.declaration import Table

# A leaf of a shape: everything is read as text and cast by landing's own checks.
TEXT = "VARCHAR"
MESSAGES = [{"role": TEXT, "content": TEXT}]


@dataclass(frozen=True)
class Source:
    """One shape of landed file.

    Attributes:
        name: How the settings, `requests.source` and the notes of a day call it.
        table: The landing table that its rows become.
        folder: The room of the source, with its SQL in it.
        marks: Keys (JSON) or columns (CSV, Parquet) that a file's first row must all have to be recognised.
        shape: What the mapping reads, as `json_transform` writes a structure; all leaves are TEXT.
        keys: Further keys that the shape is known to have and that no mapping needs; any other is told as drift.
        rows: SQL over `json` that counts the rows in one landed object; a broken one is one row.
        context: Columns (name to DuckDB type) of the table `NAME_context`, which `context.sql` fills from this
            source's files before any mapping runs; empty for a source without one.
        across: Whether the mapping compares rows of different files, which are then always read together.
        sql: The mapping, where it is composed and stands in no file.
        dropped: For a column, SQL over the mapping's rows that is true where it had a value that could not be used;
            counted with the values that landing drops.
        prepare: Called with the connection when `landed` stands and before the mapping runs, to make what it joins.
    """

    name: str
    table: Table
    folder: Path
    marks: frozenset[str]
    shape: Mapping[str, Any]
    keys: frozenset[str] = frozenset()
    rows: str = "1"
    context: Mapping[str, str] = field(default_factory=dict)
    across: bool = False
    sql: str = ""
    dropped: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[duckdb.DuckDBPyConnection], None] | None = None

    @cached_property
    def mapping(self) -> str:
        """The query over `landed(source_file, row_number, broken, <the shape's columns>)`.

        It gives source_file, row_number, broken, every column of `table` (text, or `messages` as a list of
        role and content) and left_out, which is true for a row that is no customer's request.
        """
        return self.sql or (self.folder / "mapping.sql").read_text()

    @cached_property
    def context_query(self) -> str:
        """The query over `landed` that fills the context table."""
        return (self.folder / "context.sql").read_text()

    @property
    def known(self) -> frozenset[str]:
        """Every key at the top of a row that is not drift."""
        return self.keys | frozenset(self.shape) | {"dt"}
