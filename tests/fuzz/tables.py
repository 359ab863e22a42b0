"""Fuzzed Parquet: columns of other types, names and order, and the file written in other ways."""

import io
import json
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from tests.fuzz.values import NAMES, RAW_END, RAW_START, VALUES
from tests.landing.build import Row

Draw = st.DrawFn


def table_of(rows: list[Row]) -> Any:
    """Rows as a table: of structures where all of a column's values have one, else of text."""
    names = list(dict.fromkeys(_text(name) for row in rows for name in row))
    return pa.table([_array([row.get(name) for row in rows]) for name in names], names=names)


def _array(values: list[Any]) -> Any:
    try:
        return pa.array(values)
    except (pa.ArrowException, ValueError, OverflowError, TypeError):
        return pa.array([None if value is None else _text(value) for value in values], pa.string())


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text.replace(RAW_START, "").replace(RAW_END, "").encode("utf-8", "replace").decode()


_STRUCT = pa.struct([("content", pa.string()), ("role", pa.string())])
_PARTS = pa.list_(pa.struct([("text", pa.string())]))
TYPES = (
    *(pa.string(), pa.large_string(), pa.binary(), pa.binary(3), pa.bool_(), pa.int8(), pa.int32(), pa.int64()),
    *(pa.uint64(), pa.float16(), pa.float32(), pa.float64(), pa.decimal128(38, 10), pa.decimal256(60, 2), pa.null()),
    *(pa.date32(), pa.date64(), pa.time32("ms"), pa.time64("ns"), pa.duration("us"), pa.timestamp("ns", "UTC")),
    *(pa.timestamp("us"), pa.timestamp("us", "Asia/Tokyo"), pa.timestamp("s"), pa.timestamp("ms", "+05:45")),
    *(pa.dictionary(pa.int8(), pa.string()), pa.list_(pa.string()), pa.list_(_STRUCT), pa.list_(pa.list_(_STRUCT))),
    *(_STRUCT, pa.map_(pa.string(), pa.string()), pa.map_(pa.string(), pa.list_(_STRUCT)), pa.list_(pa.int64())),
    *(pa.list_(pa.struct([("role", pa.int32()), ("content", _PARTS)])), pa.list_(pa.struct([("role", pa.string())]))),
    *(pa.list_(pa.struct([("Role", pa.string()), ("CONTENT", pa.string()), ("name", pa.string())])), pa.uuid()),
    *(pa.json_(), pa.list_(pa.json_()), pa.string_view(), pa.list_(pa.string(), 2), pa.large_list(pa.string())),
    pa.list_(pa.struct([("role", pa.string()), ("content", pa.binary())])),
)
_MOMENTS = (0, -1, 1788861600, 1788861600000000, 2**62, -(2**62), 2**63 - 1, -(2**63), 9_223_372_036_854_775_806)


def _filled(draw: Draw, kind: Any, rows: int) -> Any:
    """A column of this type with what can be put into it."""
    for value in (VALUES[draw(st.integers(0, len(VALUES) - 1))], _MOMENTS[draw(st.integers(0, len(_MOMENTS) - 1))]):
        for written in (value, str(value), [{"role": "user", "content": str(value)}], [str(value)], [str(value)] * 2):
            try:
                return pa.array([written] * rows, kind)
            except (pa.ArrowException, ValueError, OverflowError, TypeError):
                continue
    return pa.nulls(rows, kind)


def _retype(draw: Draw, table: Any) -> Any:
    """The values cast where that can be done, or others in their place."""
    if not table.num_columns:
        return table
    place = draw(st.integers(0, table.num_columns - 1))
    kind = TYPES[draw(st.integers(0, len(TYPES) - 1))]
    try:
        column = table.column(place).cast(kind)
    except (pa.ArrowException, ValueError, OverflowError, TypeError):
        column = _filled(draw, kind, table.num_rows)
    return table.set_column(place, table.column_names[place], column)


def _fill(draw: Draw, table: Any) -> Any:
    """Any values of any type in a column."""
    if not table.num_columns:
        return table
    place = draw(st.integers(0, table.num_columns - 1))
    kind = TYPES[draw(st.integers(0, len(TYPES) - 1))]
    return table.set_column(place, table.column_names[place], _filled(draw, kind, table.num_rows))


def _name(draw: Draw) -> str:
    return _text(NAMES[draw(st.integers(0, len(NAMES) - 1))])


def _rename(draw: Draw, table: Any) -> Any:
    names = list(table.column_names)
    if names:
        names[draw(st.integers(0, len(names) - 1))] = _name(draw)
    return table.rename_columns(names)


def _add(draw: Draw, table: Any) -> Any:
    kind = TYPES[draw(st.integers(0, len(TYPES) - 1))]
    return table.append_column(_name(draw), _filled(draw, kind, table.num_rows))


def _drop(draw: Draw, table: Any) -> Any:
    return table.remove_column(draw(st.integers(0, table.num_columns - 1))) if table.num_columns else table


def _reorder(draw: Draw, table: Any) -> Any:
    return table.select(list(reversed(range(table.num_columns))))


def _again(draw: Draw, table: Any) -> Any:
    """A column of the same name, or of one that differs in its case only."""
    if not table.num_columns:
        return table
    place = draw(st.integers(0, table.num_columns - 1))
    name = table.column_names[place]
    return table.append_column(name.upper() if draw(st.booleans()) else name, table.column(place))


def _no_utf_8(draw: Draw, table: Any) -> Any:
    """A column of text that is none: Arrow does not look."""
    if not table.num_columns:
        return table
    place = draw(st.integers(0, table.num_columns - 1))
    bad = pa.array([b"a\xff\x00\xed\xa0\x80"] * table.num_rows, pa.binary()).view(pa.string())
    return table.set_column(place, table.column_names[place], bad)


def _empty(_: Draw, table: Any) -> Any:
    return table.slice(0, 0)


def _many(_: Draw, table: Any) -> Any:
    # Once: drawn twice, half a million row groups of one row take minutes and gigabytes.
    return pa.concat_tables([table] * 700) if table.num_rows < 700 else table


def _nested(draw: Draw, table: Any) -> Any:
    kind = pa.int32()
    for _ in range(60):
        kind = pa.struct([("a", kind)])
    return table.append_column(_name(draw), pa.nulls(table.num_rows, kind))


CHANGES: dict[str, Callable[[Draw, Any], Any]] = {
    "retype": _retype,
    "fill": _fill,
    "rename": _rename,
    "add": _add,
    "drop": _drop,
    "again": _again,
    "no utf-8": _no_utf_8,
    "reorder": _reorder,
    "empty": _empty,
    "many": _many,
    "nested": _nested,
}
WRITINGS: tuple[dict[str, Any], ...] = (
    {},
    {"compression": "none", "use_dictionary": False},
    {"compression": "zstd", "data_page_version": "2.0", "write_statistics": False},
    {"row_group_size": 1, "write_page_index": True},
    {"use_deprecated_int96_timestamps": True, "compression": "gzip"},
    {"version": "1.0", "compression": "brotli"},
    {"store_schema": False, "compression": "lz4"},
    {"data_page_size": 10, "use_byte_stream_split": False, "write_page_checksum": True},
)


def fuzzed_parquet(draw: Draw, table: Any) -> tuple[bytes, int, list[str]]:
    """The bytes of a Parquet file, its rows, and what was changed."""
    names = tuple(CHANGES)
    changes = [names[draw(st.integers(0, len(names) - 1))] for _ in range(draw(st.integers(0, 3)))]
    for name in changes:
        table = CHANGES[name](draw, table)
    writing = WRITINGS[draw(st.integers(0, len(WRITINGS) - 1))]
    content = _written(table, writing) or _written(_writable(table), {})
    return content, pq.read_metadata(io.BytesIO(content)).num_rows, [*changes, *map(str, writing)]


def _writable(table: Any) -> Any:
    """Without the columns of which Parquet has no type."""
    return table.select([place for place in range(table.num_columns) if _written(table.select([place]), {})])


def _written(table: Any, options: dict[str, Any]) -> bytes:
    """A Parquet file, or nothing."""
    out = io.BytesIO()
    try:
        pq.write_table(table, out, **options)
    except (pa.ArrowException, ValueError, OverflowError, TypeError):
        return b""
    return out.getvalue()
