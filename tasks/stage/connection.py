"""The DuckDB connection that a stage works on: bounded, closed to the network, with its inputs as views."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from tasks.lake import Lake
from tasks.settings import Settings
from tasks.stage.reads import Read


def quoted(text: str) -> str:
    """`text` as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quoted_path(path: Path) -> str:
    """`path` as an SQL literal that names this one file, though its name may hold what is a pattern to DuckDB."""
    return quoted(re.sub(r"([*?\[])", r"[\1]", str(path)))


def rows(
    con: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, str] | list[str] | None = None
) -> list[dict[str, Any]]:
    """The rows of a query, each by the names of its columns."""
    found = con.execute(query, parameters or {})
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@contextmanager
def connection(lake: Lake, settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that spills to the lake's own disk and is gone, with its spill, afterwards."""
    spill = lake.root / "_staging"
    spill.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="spill-", dir=spill) as folder:
        con = duckdb.connect(
            config={
                "memory_limit": settings.memory_limit,
                "threads": settings.threads,
                "temp_directory": folder,
                # An extension would be downloaded in the middle of a run.
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        # DuckDB takes a process that another one spawned, as Dask does, for a terminal, and draws bars into its log.
        con.execute("set enable_progress_bar = false")
        con.execute("set timezone = 'UTC'")
        try:
            yield con
        finally:
            con.close()


def open_inputs(con: duckdb.DuckDBPyConnection, lake: Lake, reads: tuple[Read, ...], day: date) -> dict[str, str]:
    """Create a view for each read and the variable `day`; gives the digest of every partition read."""
    con.execute(f"set variable day = date '{day}'")
    inputs: dict[str, str] = {}
    for read in reads:
        partitions = read.partitions(lake, day)
        con.execute(f'create view "{read.view}" as {_scan(read, [lake.here(part) for _, part in partitions])}')
        inputs |= {f"{read.table.name}/{each}": part.manifest.digest for each, part in partitions}
    return inputs


def _scan(read: Read, paths: list[Path]) -> str:
    columns = ", ".join(f'"{column.name}"::{column.duckdb} as "{column.name}"' for column in read.table.columns)
    if paths:
        files = ", ".join(quoted_path(path) for path in paths)
        # A day published before a column was added lacks it.
        how = "union_by_name=true, hive_partitioning=true, hive_types={'dt': DATE}"
        return f"select {columns}, dt from read_parquet([{files}], {how})"
    nothing = ", ".join(f'null::{column.duckdb} as "{column.name}"' for column in read.table.columns)
    return f"select {nothing}, null::date as dt where false"
