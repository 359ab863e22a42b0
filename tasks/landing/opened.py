"""A landed file made readable: a query over its rows with the contract's columns, and what is odd about it."""

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from tasks.contracts.declaration import Table
from tasks.lake import LandedFile
from tasks.landing import sources
from tasks.stage.connection import quoted_path

# DuckDB reads a line of JSON in one piece; a file with a longer one is told as unreadable.
_LONGEST_LINE = 256 * 1024 * 1024
_KINDS = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}


@dataclass(frozen=True)
class Opened:
    """`query` gives row_number, broken, the contract's columns and left_out.

    `typed` columns have their declared type, the others are text; `missing` are needed columns that the file lacks;
    `unknown` counts the rows with each column that no mapping reads, `no_messages` those whose messages are something
    else; `rows` was counted apart from the query.
    """

    query: str
    source: str
    rows: int
    typed: frozenset[str]
    missing: tuple[str, ...]
    unknown: dict[str, int]
    no_messages: int


def open_file(con: duckdb.DuckDBPyConnection, table: Table, file: LandedFile, source: str) -> Opened:
    """Open `file`, by its name's ending as Parquet or JSON Lines; `source` as the settings name it."""
    path = quoted_path(file.path)
    _check_compression(file)
    return _parquet(con, table, path) if file.name.endswith(".parquet") else _json_lines(con, table, path, source)


def _check_compression(file: LandedFile) -> None:
    """Read a compressed file to its end: DuckDB takes a cut zstd frame for the end and checks no gzip checksum.

    Raises:
        OSError: the file is cut or damaged.
    """
    codec = {"gz": "gzip", "zst": "zstd"}.get(file.name.rsplit(".", 1)[-1])
    if codec is None:
        return
    with pa.input_stream(str(file.path), compression=codec) as stream:
        while stream.read(1 << 20):
            pass


def _parquet(con: duckdb.DuckDBPyConnection, table: Table, path: str) -> Opened:
    scan = f"read_parquet({path}, file_row_number=true, hive_partitioning=false)"
    query, missing, unknown = sources.parquet_query(con, scan, table)
    rows = _count(con, f"select count(*) from read_parquet({path}, hive_partitioning=false)")
    found = {name: kind for name, kind, *_ in con.execute(f"describe {query}").fetchall()}
    typed = frozenset(
        column.name
        for column in table.columns
        if column.duckdb != "VARCHAR" and found[column.name] == _KINDS.get(column.duckdb, column.duckdb)
    )
    lost = _count(con, f"select count(messages) from {scan}") if sources.unusable_messages(con, scan) else 0
    return Opened(query, "contract", rows, typed, tuple(missing), dict.fromkeys(unknown, rows), lost)


def _json_lines(con: duckdb.DuckDBPyConnection, table: Table, path: str, source: str) -> Opened:
    con.execute(
        "create or replace temp view landed as select row_number() over () as row_number, "
        "case when json_valid(json) and json_type(json) = 'OBJECT' then json end as json "
        f"from read_ndjson_objects({path}, ignore_errors=true, maximum_object_size={_LONGEST_LINE}, "
        "hive_partitioning=false)"
    )
    first = con.execute("select json_keys(json) from landed where json is not null limit 1").fetchall()
    name = sources.recognise(set(first[0][0]) if first else set(), source, table)
    unknown = con.execute(
        "select key, count(*) from (select unnest(json_keys(json)) as key from landed) "
        "where key not in (select unnest(?)) group by 1 order by 2 desc, 1 limit 50",
        [sorted(sources.known_keys(name, table))],
    ).fetchall()
    # The two shapes have their messages in one place.
    no_messages = "json_type(json, '$.messages') not in ('NULL', 'ARRAY')"
    counted = con.execute(f"select count(*), count(*) filter (where {no_messages}) from landed").fetchall()
    rows, lost = counted[0]
    return Opened(sources.json_query(name, table), name, rows, frozenset(), (), dict(unknown), lost)


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.execute(query).fetchall()[0][0])
