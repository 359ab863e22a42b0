"""A lake whose tables come from elsewhere, for the stages that link and group."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from tasks.campaigns import campaigns
from tasks.contracts import PUBLISHED
from tasks.contracts.declaration import Column, Table
from tasks.lake import PART, Lake
from tasks.lake.manifest import Manifest
from tasks.links import links
from tasks.settings import load
from tasks.stage import Run
from tasks.stage.connection import quoted_path
from tasks.stage.write import write


def find_campaigns(
    con: duckdb.DuckDBPyConnection, root: Path, day: date, tables: Mapping[Table, str]
) -> duckdb.DuckDBPyConnection:
    """Link, group, test and fuse with the stages of every day; gives `con` with the views `members`, `candidates`.

    Args:
        con: where the queries can be asked.
        root: an empty folder, or one that was made by this function before.
        day: the day that all is taken to be of.
        tables: a query for each table that the stages are given; a needed column that it lacks gets a neutral value.
    """
    shutil.rmtree(root, ignore_errors=True)
    run = Run(Lake(root), load(None, {"lake": root}), day)
    for table, query in tables.items():
        _put(con, run, table, query)
    for stage in (links, campaigns):
        stage.run(run)
    run.lake.publish(PUBLISHED, day)
    for name in ("members", "candidates"):
        con.execute(
            f"create or replace view {name} as from read_parquet({quoted_path(root / name / f'dt={day}' / PART)})"
        )
    return con


def _put(con: duckdb.DuckDBPyConnection, run: Run, table: Table, query: str) -> None:
    given = {name for name, *_ in con.execute(f"describe {query}").fetchall()}
    neutral = ", ".join(
        f'{_neutral(column)} as "{column.name}"' for column in table.columns if column.name not in given
    )
    filled = f"select *, {neutral} from ({query})" if neutral else query
    written = write(con, table, filled, run.lake.scratch(table, run.day))
    manifest = Manifest(
        table=table.name, day=run.day.isoformat(), rows=written.rows, digest=written.digest, file=PART,
        bytes=(written.folder / PART).stat().st_size, stage="evaluation", fingerprint="", inputs={}, code="",
        configuration="", reference="", version="", filled=written.filled,
    )  # fmt: skip
    manifest.write(written.folder)
    run.lake.stage(table, run.day, written.folder)


def _neutral(column: Column) -> str:
    """Nothing, or where a figure is needed, zero (false)."""
    needed = column.needed and column.duckdb in ("BOOLEAN", "INTEGER", "BIGINT", "UBIGINT", "DOUBLE")
    return f"{'0' if needed else 'null'}::{column.duckdb}"
