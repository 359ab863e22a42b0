"""What a group of landed files holds, counted apart from what is taken of them: rows, unknown keys, lost messages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from tasks.landing.files import Seen
from tasks.landing.landed import is_messages, landed, objects
from tasks.sources.declaration import Source
from tasks.stage.connection import quoted, quoted_path


@dataclass
class Counted:
    """`rows` and `rejects` (lines that are no row of a CSV) by path; `unknown` by key; `no_messages` in rows."""

    rows: Counter[str] = field(default_factory=Counter)
    rejects: dict[str, list[int]] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    no_messages: int = 0
    dropped: Counter[str] = field(default_factory=Counter)


def count(con: duckdb.DuckDBPyConnection, seen: Sequence[Seen], line: int) -> Counted:
    """Count what files of one form, source and set of columns hold."""
    if seen[0].form == "parquet":
        return _parquet(con, seen)
    if seen[0].form == "csv":
        return _csv(con, seen)
    return _objects(con, seen, line)


def _objects(con: duckdb.DuckDBPyConnection, seen: Sequence[Seen], line: int) -> Counted:
    source, counted = seen[0].source, Counted()
    known = ", ".join(quoted(name) for name in sorted(source.known))
    # Nearly all rows have the same few unknown keys, so lists of them make few groups.
    found = con.execute(
        f"select __path, list_filter(json_keys(json), lambda key: key not in ({known})) as unknown, "
        f"sum(if(json is null, 1, coalesce({source.rows}, 1))), count(*), count(*) filter ({_lost(source)}) "
        f"from {objects(seen, line)} group by all"
    ).fetchall()
    for path, unknown, rows, number, without in found:
        counted.rows[path] += int(rows)
        counted.no_messages += without
        counted.unknown.update(dict.fromkeys(unknown or (), number))
    return counted


def _lost(source: Source) -> str:
    """The predicate of a row whose messages are something else than a list."""
    if not isinstance(source.shape.get("messages"), list):
        return "false"
    # An empty object is how some gateways write that they kept no messages.
    return (
        "case when coalesce(json_type(json, '$.messages'), 'NULL') in ('NULL', 'ARRAY') then false "
        "else (json->>'$.messages') <> '{}' end"
    )


def _parquet(con: duckdb.DuckDBPyConnection, seen: Sequence[Seen]) -> Counted:
    files = "[" + ", ".join(quoted_path(each.file.path) for each in seen) + "]"
    found = con.execute(f"select file_name, num_rows from parquet_file_metadata({files})").fetchall()
    counted = Counted(Counter({path: int(rows) for path, rows in found}))
    columns, rows = dict(seen[0].columns), counted.rows.total()
    counted.unknown = Counter({name: rows for name in columns if name not in seen[0].source.known})
    if "messages" in seen[0].source.shape and not is_messages(columns.get("messages", "VARCHAR")):
        counted.no_messages = con.execute(
            f"select count(messages) from read_parquet({files}, hive_partitioning=false)"
        ).fetchall()[0][0]
    return counted


def _csv(con: duckdb.DuckDBPyConnection, seen: Sequence[Seen]) -> Counted:
    con.execute("drop table if exists reject_errors; drop table if exists reject_scans")
    # Counting alone would not look into every cell, and reading the rows would reject what was counted.
    found = con.execute(f"select source_file, count(*), max(hash(rows)) from ({landed(seen)}) as rows group by 1")
    counted = Counted(Counter({path: number for path, number, _ in found.fetchall()}))
    rejected = con.execute(
        "select file_path, list(distinct line) from reject_errors join reject_scans using (scan_id, file_id) group by 1"
    ).fetchall()
    con.execute("drop table reject_errors; drop table reject_scans")
    own = {each.path for each in seen}
    counted.rejects = {path: sorted(lines) for path, lines in rejected if path in own}
    counted.rows.update({path: len(lines) for path, lines in counted.rejects.items()})
    columns = [name for name, _ in seen[0].columns if name not in seen[0].source.known]
    counted.unknown = Counter(dict.fromkeys(columns, counted.rows.total()))
    return counted
