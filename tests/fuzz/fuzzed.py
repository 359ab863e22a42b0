"""Fuzzed files: a real producer's rows, changed as rows, written in some form, changed as bytes, packed somehow.

What a file holds is counted on the way, apart from any reader of landing's: `rows` is None where nobody can say.
"""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from tests.fuzz.seeds import Seed, by_source, seeds
from tests.fuzz.tables import fuzzed_parquet, table_of
from tests.fuzz.values import BYTES, LINES, NAMES, RAW_END, RAW_START, VALUES
from tests.landing.build import Row

Draw = st.DrawFn
_RAW = re.compile(r'"[^"\\]*\\ue000(.*?)\\ue001[^"\\]*"', re.DOTALL)
_OTLP = {"resourceSpans", "resourceLogs", "resourceMetrics"}
_BLANK = b" \t\r\n\v\f"


@dataclass(frozen=True, repr=False)
class Fuzzed:
    """A file to be delivered, and `how` it was made.

    `rows` are those that a reader has to find, if it can read the file; `broken` some of them that have to be refused.
    """

    kind: str
    name: str
    how: tuple[str, ...]
    rows: int | None
    broken: frozenset[int]
    content: bytes

    def __repr__(self) -> str:
        return f"<{self.kind}/{self.name}: {', '.join(self.how)}; {self.rows} rows>"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """How Hypothesis prints it."""
        printer.text(repr(self))


@dataclass
class Making:
    """A file on its way from rows to bytes."""

    seed: Seed
    rows: list[Any]
    form: str = ""
    content: bytes = b""
    ending: str = ""
    counted: int | None = None
    broken: frozenset[int] = frozenset()
    how: list[str] = field(default_factory=list)


def pick(draw: Draw, choices: tuple[Any, ...] | list[Any]) -> Any:
    """One of them, which may then be changed; the first is the simplest."""
    return deepcopy(choices[draw(st.integers(0, len(choices) - 1))])


@st.composite
def fuzzed_files(draw: Draw) -> Fuzzed:
    """A file of any source, form and packing with up to a few things wrong."""
    of_source = by_source()[draw(st.integers(0, len(by_source()) - 1))]
    seed = of_source[draw(st.integers(0, len(of_source) - 1))]
    made = Making(seed, deepcopy(list(seed.rows)))
    for _ in range(pick(draw, (0, 1, 1, 1, 2))):
        _change(draw, made, ROW_CHANGES)
    made.form = pick(draw, FORMS)
    made.how.append(made.form)
    _WRITERS[made.form](draw, made)
    if made.form != "parquet":
        for _ in range(pick(draw, (0, 0, 0, 1, 1, 2))):
            _change(draw, made, TEXT_CHANGES)
            _count_lines(made)
    if "utf-16" in made.how and made.form != "lines":
        # Where its cells end nobody can say, whatever was done to it after.
        made.counted = None
    if pick(draw, (False, False, False, True)):
        _change(draw, made, BYTE_CHANGES)
        made.counted = None
        _count_lines(made)
    packing = pick(draw, tuple(PACKINGS) if made.form != "parquet" else ("plain",) * 20 + tuple(PACKINGS))
    made.how.append(packing)
    content, ending, whole = PACKINGS[packing](draw, made.content)
    name = f"{made.ending}{ending}"
    rows, broken = (made.counted, made.broken) if whole else (None, frozenset[int]())
    return Fuzzed(seed.kind, name, (seed.name, *made.how), rows, broken, content)


def _change(draw: Draw, made: Making, changes: dict[str, Callable[[Draw, Making], None]]) -> None:
    name = pick(draw, tuple(changes))
    made.how.append(name)
    changes[name](draw, made)


# Rows


def _place(draw: Draw, made: Making) -> tuple[Any, Any] | None:
    """A container somewhere in a row, and a key or index of it."""
    if not made.rows:
        return None
    at: Any = made.rows
    key: Any = draw(st.integers(0, len(at) - 1))
    while isinstance(at[key], dict | list) and at[key] and (at is made.rows or draw(st.booleans())):
        at = at[key]
        key = pick(draw, list(at)) if isinstance(at, dict) else draw(st.integers(0, len(at) - 1))
    return at, key


def _drop_key(draw: Draw, made: Making) -> None:
    if found := _place(draw, made):
        del found[0][found[1]]


def _rename_key(draw: Draw, made: Making) -> None:
    found = _place(draw, made)
    if found and isinstance(found[0], dict):
        found[0][pick(draw, NAMES)] = found[0].pop(found[1])


def _add_key(draw: Draw, made: Making) -> None:
    found = _place(draw, made)
    if found and isinstance(found[0], dict):
        found[0][pick(draw, NAMES)] = pick(draw, VALUES)


def _change_value(draw: Draw, made: Making) -> None:
    if found := _place(draw, made):
        found[0][found[1]] = pick(draw, VALUES)


def _change_row(draw: Draw, made: Making) -> None:
    if made.rows:
        made.rows[draw(st.integers(0, len(made.rows) - 1))] = pick(draw, VALUES)


def _change_column(draw: Draw, made: Making) -> None:
    """One value in all rows."""
    rows = [row for row in made.rows if isinstance(row, dict) and row]
    if rows:
        name, value = pick(draw, list(rows[0])), pick(draw, VALUES)
        for row in rows:
            row[name] = value


def _repeat_row(draw: Draw, made: Making) -> None:
    if made.rows:
        row = pick(draw, made.rows)
        made.rows += [deepcopy(row) for _ in range(pick(draw, (1, 2, 30)))]


def _other_source(draw: Draw, made: Making) -> None:
    other = seeds()[draw(st.integers(0, len(seeds()) - 1))]
    made.rows.insert(draw(st.integers(0, len(made.rows))), pick(draw, other.rows))


def _swap_values(draw: Draw, made: Making) -> None:
    one, other = _place(draw, made), _place(draw, made)
    # What people wrote in place of an id is kept as an id is; that is no leak.
    if one and other and not isinstance(one[0][one[1]], str | dict | list):
        other[0][other[1]] = one[0][one[1]]


ROW_CHANGES: dict[str, Callable[[Draw, Making], None]] = {
    "change value": _change_value,
    "drop key": _drop_key,
    "rename key": _rename_key,
    "add key": _add_key,
    "change column": _change_column,
    "change row": _change_row,
    "repeat row": _repeat_row,
    "other source": _other_source,
    "swap values": _swap_values,
}


# Forms


def dumped(value: Any, indent: int | None = None) -> str:
    """JSON, with raw tokens put in."""
    return _RAW.sub(lambda found: found[1].replace('\\"', '"').replace("\\\\", "\\"), json.dumps(value, indent=indent))


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        return dumped(value)
    text = "" if value is None else str(value)
    return text.replace(RAW_START, "").replace(RAW_END, "").encode("utf-8", "replace").decode()


def _write_lines(draw: Draw, made: Making) -> None:
    ending = "\r\n" if pick(draw, (0, 0, 1)) else "\n"
    text = "".join(dumped(row) + ending for row in made.rows)
    made.content = (text if pick(draw, (1, 1, 0)) else text.rstrip("\r\n")).encode()
    made.ending = pick(draw, (".jsonl", ".json", ".ndjson"))
    _count_lines(made)
    if made.counted is None and made.ending != ".json":
        made.counted = _spans(made.rows)


def _write_array(draw: Draw, made: Making) -> None:
    made.content = dumped(made.rows, pick(draw, (None, 2))).encode()
    made.ending, made.counted = ".json", _spans(made.rows)


def _write_objects(draw: Draw, made: Making) -> None:
    made.content = "".join(dumped(row, 2) + pick(draw, ("\n", "\r\n", "")) for row in made.rows).encode()
    # Objects are told from lines by the first one's first line.
    told = all(isinstance(row, dict) and row for row in made.rows)
    made.ending, made.counted = ".json", _spans(made.rows) if told else None


def _write_csv(draw: Draw, made: Making) -> None:
    rows = [row for row in made.rows if isinstance(row, dict)]
    header = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=pick(draw, (",", ";", "\t", "|")),
        quoting=pick(draw, (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        lineterminator=pick(draw, ("\n", "\r\n")),
    )
    writer.writerow([_cell(name) for name in header])
    writer.writerows([_cell(row.get(name)) for name in header] for row in rows)
    made.content = out.getvalue().encode("utf-8", "replace")
    made.ending, made.counted = ".csv", len(rows) if len(header) > 1 else None


def _write_parquet(draw: Draw, made: Making) -> None:
    table = made.seed.table
    if table is None or pick(draw, (False, True)):
        table = table_of([row for row in made.rows if isinstance(row, dict)])
    made.content, rows, changes = fuzzed_parquet(draw, table)
    made.ending, made.counted = ".parquet", rows
    made.how += changes


FORMS = ("lines", "lines", "array", "objects", "csv", "csv", "parquet", "parquet")
_WRITERS = {
    "lines": _write_lines,
    "array": _write_array,
    "objects": _write_objects,
    "csv": _write_csv,
    "parquet": _write_parquet,
}


def _count_lines(made: Making) -> None:
    """In a file that is read by lines, each that is not blank is a row; a Collector's line is as many as its spans."""
    if made.form != "lines":
        return
    content = made.content.removeprefix(b"\xef\xbb\xbf")
    lines = [line for line in content.split(b"\n") if line.strip(_BLANK)]
    first = content.lstrip(_BLANK).replace(b"\r", b"\n").split(b"\n")[0]
    array = made.ending == ".json" and (first[:1] == b"[" or first == b"{")
    # DuckDB finds no line in a single byte.
    unknown = array or b"resourceSpans" in content or len(content) < 2
    made.counted = None if unknown else len(lines)
    made.broken = frozenset(number for number, line in enumerate(lines, 1) if made.counted and _is_no_object(line))


def _is_no_object(line: bytes) -> bool:
    """Of what is left there is more that no reader takes for an object; readers may differ in that."""
    line = line.removeprefix(b"\xef\xbb\xbf").strip(_BLANK)
    return line[:1] != b"{" or line[-1:] != b"}"


def _spans(rows: list[Any]) -> int | None:
    """How many rows there are in rows: a line of spans is many. It is not said of lines that are in part of spans."""
    if not any("resourceSpans" in row for row in rows if isinstance(row, dict)):
        return None if "resourceSpans" in json.dumps(rows) else len(rows)
    if not all(isinstance(row, dict) and row and row.keys() <= _OTLP for row in rows) or RAW_START in repr(rows):
        return None
    return sum(max(1, len(_inside(row, "resourceSpans", "scopeSpans", "spans"))) for row in rows)


def _inside(row: Row, *names: str) -> list[Any]:
    found: list[Any] = [row]
    for name in names:
        lists = [each[name] for each in found if isinstance(each, dict) and isinstance(each.get(name), list)]
        found = [each for some in lists for each in some]
    return found


# Text


def _insert_line(draw: Draw, made: Making) -> None:
    lines = made.content.split(b"\n")
    lines.insert(draw(st.integers(0, len(lines))), pick(draw, LINES))
    made.content, made.counted = b"\n".join(lines), None


def _repeat_key(draw: Draw, made: Making) -> None:
    name = json.dumps(pick(draw, NAMES))
    value = dumped(pick(draw, VALUES))
    text = f"{{{name}: {value}, {name}: {value}, ".encode()
    made.content, made.counted = made.content.replace(b"{", text, 1), None


def _mark(_: Draw, made: Making) -> None:
    made.content = b"\xef\xbb\xbf" + made.content


def _first_line_only(_: Draw, made: Making) -> None:
    """A header alone, if it is one."""
    made.content = made.content.split(b"\n")[0]
    made.counted = 0 if made.form == "csv" and b"\r" not in made.content.rstrip() else None


def _carriage_returns(_: Draw, made: Making) -> None:
    made.content, made.counted = made.content.replace(b"\n", b"\r"), None


def _utf_16(_: Draw, made: Making) -> None:
    made.content, made.counted = made.content.decode("utf-8", "replace").encode("utf-16"), None


def _more_cells(draw: Draw, made: Making) -> None:
    lines = made.content.split(b"\n")
    place = draw(st.integers(0, len(lines) - 1))
    lines[place] = pick(draw, (lines[place] + b",x,y", lines[place].rpartition(b",")[0], b"," + lines[place]))
    made.content, made.counted = b"\n".join(lines), None


def _cut(draw: Draw, made: Making) -> None:
    made.content, made.counted = made.content[: draw(st.integers(0, len(made.content)))], None


TEXT_CHANGES: dict[str, Callable[[Draw, Making], None]] = {
    "insert line": _insert_line,
    "repeat key": _repeat_key,
    "byte order mark": _mark,
    "first line only": _first_line_only,
    "carriage returns": _carriage_returns,
    "utf-16": _utf_16,
    "more cells": _more_cells,
    "cut": _cut,
}


# Bytes


def _insert_bytes(draw: Draw, made: Making) -> None:
    at = draw(st.integers(0, len(made.content)))
    made.content = made.content[:at] + pick(draw, BYTES) + made.content[at:]


def flipped(draw: Draw, content: bytes) -> bytes:
    """Some bytes changed."""
    changed = bytearray(content)
    for _ in range(pick(draw, (1, 2, 8))):
        if changed:
            changed[draw(st.integers(0, len(changed) - 1))] ^= 1 << draw(st.integers(0, 7))
    return bytes(changed)


def _flip(draw: Draw, made: Making) -> None:
    made.content = flipped(draw, made.content)


def _take_out(draw: Draw, made: Making) -> None:
    at = draw(st.integers(0, len(made.content)))
    made.content = made.content[:at] + made.content[at + draw(st.integers(1, 100)) :]


def _say_twice(draw: Draw, made: Making) -> None:
    at = draw(st.integers(0, len(made.content)))
    made.content = made.content[:at] + made.content[max(0, at - draw(st.integers(1, 500))) :]


BYTE_CHANGES: dict[str, Callable[[Draw, Making], None]] = {
    "insert bytes": _insert_bytes,
    "flip": _flip,
    "take out": _take_out,
    "say twice": _say_twice,
    "cut": _cut,
}


# Packings: the bytes, the ending, whether what was counted still holds


def _zst(content: bytes) -> bytes:
    packed: bytes = pa.compress(content, codec="zstd", asbytes=True)
    return packed


def _halves(draw: Draw, content: bytes) -> tuple[bytes, bytes]:
    at = draw(st.integers(0, len(content)))
    return content[:at], content[at:]


Packed = tuple[bytes, str, bool]


def _plain(_: Draw, content: bytes) -> Packed:
    return content, "", True


def _gzip(_: Draw, content: bytes) -> Packed:
    return gzip.compress(content), ".gz", True


def _zstd(_: Draw, content: bytes) -> Packed:
    return _zst(content), ".zst", True


def _members(draw: Draw, content: bytes) -> Packed:
    return b"".join(gzip.compress(half) for half in _halves(draw, content)), ".gz", True


def _frames(draw: Draw, content: bytes) -> Packed:
    skipped = pick(draw, (b"", b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"))
    return skipped.join(_zst(half) for half in _halves(draw, content)), ".zst", True


def _cut_gzip(draw: Draw, content: bytes) -> Packed:
    packed = gzip.compress(content)
    return packed[: draw(st.integers(1, len(packed)))], ".gz", False


def _cut_zstd(draw: Draw, content: bytes) -> Packed:
    packed = b"".join(_zst(half) for half in _halves(draw, content))
    return packed[: draw(st.integers(1, len(packed)))], ".zst", False


def _flipped_pack(draw: Draw, content: bytes) -> Packed:
    packed, ending = pick(draw, ((gzip.compress(content), ".gz"), (_zst(content), ".zst")))
    return flipped(draw, packed), ending, False


def _swapped(draw: Draw, content: bytes) -> Packed:
    packed, ending = pick(
        draw, ((gzip.compress(content), ".zst"), (_zst(content), ".gz"), (gzip.compress(content), ""))
    )
    return packed, ending, False


def _more_behind(draw: Draw, content: bytes) -> Packed:
    more = pick(draw, (b"\0" * 100, b"x", b"\x1f\x8b", b"\n"))
    packed, ending = pick(draw, ((gzip.compress(content), ".gz"), (_zst(content), ".zst")))
    return packed + more, ending, False


def _twice(_: Draw, content: bytes) -> Packed:
    return gzip.compress(gzip.compress(content)), ".gz", False


PACKINGS: dict[str, Callable[[Draw, bytes], Packed]] = {
    "plain": _plain,
    "plain ": _plain,
    "plain  ": _plain,
    "gzip": _gzip,
    "gzip ": _gzip,
    "zstd": _zstd,
    "zstd ": _zstd,
    "members": _members,
    "frames": _frames,
    "cut gzip": _cut_gzip,
    "cut zstd": _cut_zstd,
    "flipped pack": _flipped_pack,
    "swapped": _swapped,
    "more behind": _more_behind,
    "twice": _twice,
}


@st.composite
def fuzzed_days(draw: Draw, slots: int) -> list[Fuzzed]:
    """Files each under a name of its own; the simplest day is an empty one. On half of the days each can be counted."""
    counted = draw(st.booleans())
    files = [draw(fuzzed_files()) for _ in range(slots) if draw(st.integers(0, 15))]
    kept = [each for each in files if each.rows is not None or not counted]
    return [replace(each, name=f"{number}{each.name}") for number, each in enumerate(kept)]
