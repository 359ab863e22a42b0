"""How a stage's relation becomes a file: cast to the table's declaration, sorted, measured in one pass."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from tasks.contracts.declaration import Table
from tasks.gates.rules import Rule, table_rules
from tasks.lake import PART
from tasks.stage.connection import quoted, quoted_path

# A column with more values in a row group than these is written plainly: building a dictionary for what hardly
# repeats takes a sixth of the time of a write and makes the file no smaller.
_DICTIONARY = 5000
_CONTENT = "count(*), sum(hash(part)::hugeint), bit_xor(hash(part))"


@dataclass(frozen=True)
class Written:
    """A file that waits for its gate: what it holds, by count (of rows, and filled by column), digest and metrics."""

    folder: Path
    rows: int
    digest: str
    filled: dict[str, int]
    metrics: dict[str, float | None]


def write(con: duckdb.DuckDBPyConnection, table: Table, query: str, folder: Path) -> Written:
    """Write `query`, cast to `table`, into `folder` and profile what was written.

    The digest is the sum and the exclusive or of DuckDB's row hashes: equal rows give it in any order.
    """
    columns = ", ".join(f'"{column.name}"::{column.duckdb} as "{column.name}"' for column in table.columns)
    order = ", ".join(f'"{name}"' for name in table.order)
    target = folder / PART
    con.execute(
        f"copy (select {columns} from ({query}) order by {order}) to {quoted(str(target))} "
        f"(format parquet, compression zstd, dictionary_size_limit {_DICTIONARY})"
    )
    rules = table_rules(table)
    rows, total, parity, *measured = _profile(con, table, rules, target)
    filled, metrics = measured[: len(table.columns)], measured[len(table.columns) :]
    return Written(
        folder,
        rows,
        _digest(rows, total, parity),
        {column.name: count for column, count in zip(table.columns, filled, strict=True)},
        {rule.metric: value for rule, value in zip(rules, metrics, strict=True)},
    )


def content_digest(con: duckdb.DuckDBPyConnection, target: Path) -> str:
    """The digest of what a file holds, as its manifest has it."""
    row = con.execute(f"select {_CONTENT} from read_parquet({quoted_path(target)}, hive_partitioning=false) part")
    return _digest(*(row.fetchone() or (0, 0, 0)))


def _digest(rows: int, total: int | None, parity: int | None) -> str:
    return f"{rows:x}-{total or 0:x}-{parity or 0:x}"


def _profile(con: duckdb.DuckDBPyConnection, table: Table, rules: tuple[Rule, ...], target: Path) -> tuple[int, ...]:
    filled = [f'count("{column.name}")' for column in table.columns]
    measures = ", ".join([_CONTENT, *filled, *(rule.sql for rule in rules)])
    row = con.execute(f"select {measures} from read_parquet({quoted_path(target)}, hive_partitioning=false) part")
    values = row.fetchone()
    assert values is not None  # noqa: S101 - an aggregate without groups always gives one row
    return tuple(values)
