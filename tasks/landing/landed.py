"""The relation `landed`: rows of landed files with the columns of their source's shape, whatever form they have."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.landing.files import Seen
from tasks.sources.declaration import MESSAGES, TEXT, Source
from tasks.stage.connection import identifier, quoted, quoted_path

# DuckDB reads lines in pieces of twice this size, on every thread; a longer line is read again with the longest.
USUAL_LINE = 16 << 20
LONGEST_LINE = 256 << 20
_VECTOR = 2048


def landed(seen: Sequence[Seen], line: int = USUAL_LINE) -> str:
    """The rows of files of one form, source and set of columns; `row_number` is null where only order tells it.

    Reading goes on in parallel. With `numbered` in its place it cannot.
    """
    path = _path_column(seen[0])
    unnumbered = f"select {path} as source_file, null::bigint as row_number, false as broken"
    match seen[0].form:
        case "lines":
            # A line that is no object has nothing in any column; what else has nothing is told when it is numbered.
            numberless = (
                f"select {path} as source_file, null::bigint as row_number, {_nothing(seen[0].source)} as broken"
            )
            return f"{numberless}, * exclude ({path}) from {_lines(seen, line)}"
        case "csv":
            return f"{unnumbered}, {_columns(seen[0])} from {_csv(seen)}"
        case "parquet":
            scan = f"read_parquet({_list(seen)}, filename='{path}', file_row_number=true, hive_partitioning=false)"
            numbers = f"select {path} as source_file, file_row_number + 1 as row_number, false as broken"
            return f"{numbers}, {_columns(seen[0])} from {scan}"
        case _:
            return " union all ".join(f"({numbered(each, line)})" for each in seen)


def numbered(seen: Seen, line: int = USUAL_LINE) -> str:
    """The rows of one file with their numbers, and `broken` where a line is no JSON object."""
    if seen.form == "parquet":
        return landed([seen])
    if seen.form == "csv":
        return f"select * replace (row_number() over () as row_number) from ({landed([seen])})"
    shape = quoted(json.dumps(dict(seen.source.shape)))
    names = ", ".join(f"row.{identifier(name)} as {identifier(name)}" for name in seen.source.shape)
    # An object that has nothing a source knows is none of its rows; in our own shape it lacks what it needs.
    broken = "row is null" + ("" if seen.source.name == "contract" else f" or {_nothing(seen.source, 'row.')}")
    return (
        f"select {quoted(seen.path)} as source_file, row_number, {broken} as broken, {names} from ("
        "select row_number() over () as row_number, json_transform("
        f"case when json_type(json) = 'OBJECT' then json end, {shape}) as row from {objects([seen], line)})"
    )


def objects(seen: Sequence[Seen], line: int = USUAL_LINE) -> str:
    """A scan over the JSON files with the columns `json` (null where a line is none) and `__path`."""
    form = {"lines": "newline_delimited", "array": "array", "objects": "unstructured"}[seen[0].form]
    ignore = ", ignore_errors=true" if form == "newline_delimited" else ""
    return (
        f"read_json_objects({_list(seen)}, format='{form}', filename='__path', hive_partitioning=false, "
        f"maximum_object_size={line}{ignore})"
    )


def batches(seen: Seen, room: int) -> pa.RecordBatchReader:
    """The rows of a Parquet file in pieces of a quarter of `room` bytes, numbered from 1 as `row_number`."""
    file = pq.ParquetFile(seen.path, pre_buffer=False)
    # Of two columns of one name DuckDB calls the second by another, and reads the first; so does this.
    place = {name: file.schema_arrow.get_all_field_indices(name) for name, _ in seen.columns}
    wanted = [name for name, _ in seen.columns if name in seen.source.shape and place[name]]
    rows = max(1, min(_VECTOR, _VECTOR * room // max(4 * seen.a_vector, 1)))
    fields = [file.schema_arrow.field(place[name][0]) for name in wanted]
    schema = pa.schema([pa.field("row_number", pa.int64()), *fields])

    def pieces() -> Iterator[pa.RecordBatch]:
        start = 1
        for piece in file.iter_batches(batch_size=rows, columns=wanted, use_threads=False):
            numbers = pa.array(range(start, start + len(piece)), pa.int64())
            # What a damaged page gave must not reach DuckDB.
            piece.validate(full=True)
            columns = [piece.column(piece.schema.get_all_field_indices(name)[0]) for name in wanted]
            yield pa.RecordBatch.from_arrays([numbers, *columns], schema=schema)
            start += len(piece)

    return pa.RecordBatchReader.from_batches(schema, pieces())


def landed_batches(seen: Seen, name: str) -> str:
    """Like `landed`, of the registered reader `name` that `batches` gave."""
    return f'select {quoted(seen.path)} as source_file, row_number, false as broken, {_columns(seen)} from "{name}"'


def _nothing(source: Source, row: str = "") -> str:
    """The predicate of a row that has nothing in any column of its source."""
    return "(" + " and ".join(f"{row}{identifier(name)} is null" for name in source.shape) + ")"


def _path_column(seen: Seen) -> str:
    """A name for the column of paths that no column of the file has."""
    taken = {name.lower() for name, _ in seen.columns}
    return next(name for n in range(len(taken) + 1) if (name := "__path" + "_" * n) not in taken)


def _list(seen: Sequence[Seen]) -> str:
    return "[" + ", ".join(quoted_path(each.file.path) for each in seen) + "]"


def _lines(seen: Sequence[Seen], line: int) -> str:
    kinds = ", ".join(f"{quoted(name)}: {quoted(_kind(shape))}" for name, shape in seen[0].source.shape.items())
    return (
        f"read_json({_list(seen)}, format='newline_delimited', columns={{{kinds}}}, ignore_errors=true, "
        f"filename='{_path_column(seen[0])}', hive_partitioning=false, maximum_object_size={line})"
    )


def _csv(seen: Sequence[Seen]) -> str:
    names = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name, _ in seen[0].columns)
    return (
        f"read_csv({_list(seen)}, header=true, columns={{{names}}}, delim={quoted(seen[0].delimiter)}, "
        f"quote='\"', escape='\"', nullstr='', filename='{_path_column(seen[0])}', hive_partitioning=false, "
        "ignore_errors=true, store_rejects=true, "
        f"auto_detect=false, max_line_size={USUAL_LINE}, strict_mode=true)"
    )


def _kind(shape: Any) -> str:
    """The DuckDB type of a shape."""
    if isinstance(shape, list):
        return _kind(shape[0]) + "[]"
    if isinstance(shape, dict):
        members = ", ".join(f"{identifier(name)} {_kind(member)}" for name, member in shape.items())
        return f"STRUCT({members})"
    return TEXT


def _columns(seen: Seen) -> str:
    found = dict(seen.columns)
    return ", ".join(
        f"{_column(seen.source, name, found.get(name))} as {identifier(name)}" for name in seen.source.shape
    )


def _column(source: Source, name: str, kind: str | None) -> str:
    """The expression that gives a column of Parquet or CSV of type `kind` the shape that the source declares."""
    shape, column = source.shape[name], identifier(name)
    if kind is None or kind == '"NULL"':
        return f"null::{_kind(shape)}"
    if shape == TEXT:
        # The contract's own columns keep their type where it is the declared one; checks tell the others.
        return _kept(source, name, kind) if source.name == "contract" else f"{column}::varchar"
    written = quoted(json.dumps(shape))
    if kind in ("VARCHAR", "JSON"):
        return f"json_transform(case when json_valid({column}) then {column} end, {written})"
    if shape == MESSAGES:
        return _messages(column, kind)
    return f"json_transform(to_json({column}), {written})"


def _kept(source: Source, name: str, kind: str) -> str:
    declared = source.table[name].duckdb
    if declared == "TIMESTAMPTZ" and kind.startswith("TIMESTAMP") and "ZONE" in kind:
        return f'"{name}"::timestamptz'
    return f'"{name}"' if kind == declared else f'"{name}"::varchar'


def _messages(column: str, kind: str) -> str:
    """Messages from a list of structs, by its members' names: cast by place, any other struct would pass for one."""
    if not is_messages(kind):
        return f"null::{_kind(MESSAGES)}"
    content = "m.content" if re.search(r'(?i)"?content"? VARCHAR', kind) else "to_json(m.content)::varchar"
    return f"list_transform({column}, lambda m: {{'role': m.role::varchar, 'content': {content}}})"


def is_messages(kind: str) -> bool:
    """Whether messages can be read from a column of this type."""
    named = all(re.search(rf"(?i)\b{member}\b", kind) for member in MESSAGES[0])
    return kind in ("VARCHAR", "JSON", '"NULL"') or (kind.endswith("[]") and named)
