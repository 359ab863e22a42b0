"""A look at a landed file before its rows are read: its form, its source, its columns."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa

from tasks.lake import LandedFile
from tasks.sources.declaration import Source
from tasks.stage.connection import quoted_path

Form = Literal["parquet", "lines", "array", "objects", "csv"]
_BOM = b"\xef\xbb\xbf"
_LOOK = 1 << 20
_LONGEST_LINE = 256 << 20
# A log may begin with lines that were cut; so many are looked at for one that tells the source.
_FIRST_LINES = 20
_DELIMITERS = ",;\t|"
_VECTOR = 2048
# What a value of a list takes at the least while it is worked on, however small its footer says it is.
_VALUE_BYTES = 100


@dataclass(frozen=True)
class Seen:
    """A landed file with its `form` and `source`; `columns` (name, type) are those of a Parquet or CSV file.

    `a_vector` is what DuckDB would have to hold at once of a Parquet file, in bytes, where that is too much.
    """

    file: LandedFile
    form: Form
    source: Source
    columns: tuple[tuple[str, str], ...] = ()
    delimiter: str = ""
    a_vector: int = 0

    @property
    def in_pieces(self) -> bool:
        """Whether a Parquet file is to be read in small pieces, or in pieces because DuckDB cannot number its rows."""
        numbered = any(name.lower() == "file_row_number" for name, _ in self.columns)
        return self.form == "parquet" and (self.a_vector > 0 or numbered)

    @property
    def path(self) -> str:
        """The path as DuckDB gives it back."""
        return str(self.file.path)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Needed columns that the file does not have; only a file with a header tells, and only in our own shape."""
        if not self.columns or self.source.name != "contract":
            return ()
        found = {name for name, _ in self.columns}
        return tuple(column.name for column in self.source.table.columns if column.needed and column.name not in found)


def look(
    con: duckdb.DuckDBPyConnection, file: LandedFile, recognise: Callable[[Iterable[str]], Source], room: int
) -> Seen:
    """Look at `file`, by its name's ending; `recognise` gives the source for the columns of its first row.

    A Parquet file of which DuckDB would hold more than `room` bytes at once is to be read in pieces.

    Raises:
        OSError: the file is cut or damaged, or the header of a CSV goes over several lines.
        duckdb.Error: it is no Parquet file.
    """
    if file.name.endswith(".parquet"):
        described = con.execute(
            f"describe select * from read_parquet({quoted_path(file.path)}, hive_partitioning=false)"
        ).fetchall()
        columns = tuple((name, kind) for name, kind, *_ in described)
        a_vector = _bytes_a_vector(con, file)
        source = _flat(recognise, dict(columns))
        return Seen(file, "parquet", source, columns, a_vector=a_vector if a_vector > room else 0)
    _read_to_its_end(file.path)
    file = without_mark(con, file)
    lines = _first_lines(file.path)
    if _ending(file.path) == ".csv":
        header, delimiter = _header(lines[0] if lines else b"")
        source = _flat(recognise, header)
        # Without a header there is no row that could be one.
        form: Form = "csv" if header else "lines"
        return Seen(file, form, source, tuple((name, "VARCHAR") for name in header), delimiter)
    form = _json_form(file.path, lines)
    keys = _first_keys(lines) if form == "lines" else _keys_of_first_object(con, file.path, form)
    return Seen(file, form, recognise(keys))


def _flat(recognise: Callable[[Iterable[str]], Source], columns: Iterable[str]) -> Source:
    """The source of a file of columns; one whose rows lie inside objects is never found in columns."""
    source = recognise(columns)
    return source if source.rows == "1" else recognise(())


def opened(path: Path) -> pa.NativeFile:
    """The bytes of a file, unpacked if its name says that they are packed."""
    return pa.input_stream(str(path), compression={".gz": "gzip", ".zst": "zstd"}.get(path.suffix))


def without_mark(con: duckdb.DuckDBPyConnection, file: LandedFile) -> LandedFile:
    """The file, or where it begins with a byte order mark, which DuckDB takes for a part of the first row, a copy.

    The copy lies where DuckDB itself spills to, and is gone with it.
    """
    with opened(file.path) as stream:
        if stream.read(len(_BOM)) != _BOM:
            return file
        spill = Path(con.execute("select current_setting('temp_directory')").fetchall()[0][0])
        copy = spill / hashlib.blake2b(bytes(file.path), digest_size=8).hexdigest() / f"copy{_ending(file.path)}"
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with copy.open("wb") as target:
            # Where two programs put one each, there are two.
            while (piece := stream.read(len(_BOM))) == _BOM:
                pass
            while piece:
                target.write(piece)
                piece = stream.read(_LOOK)
    return replace(file, path=copy)


def _bytes_a_vector(con: duckdb.DuckDBPyConnection, file: LandedFile) -> int:
    """How much DuckDB may have to hold at once of a Parquet file: 2,048 rows, as far as its footer tells."""
    found = con.execute(
        "select max(size * ? / rows) from (select any_value(row_group_num_rows) as rows, "
        "sum(greatest(total_uncompressed_size, num_values * ?)) as size "
        f"from parquet_metadata({quoted_path(file.path)}) group by row_group_id) where rows > 0",
        [_VECTOR, _VALUE_BYTES],
    ).fetchall()
    return int(found[0][0] or 0)


def _ending(path: Path) -> str:
    return path.with_suffix("").suffix if path.suffix in (".gz", ".zst") else path.suffix


def _read_to_its_end(path: Path) -> None:
    """DuckDB takes a cut zstd frame for the end and checks no gzip checksum."""
    if path.suffix in (".gz", ".zst"):
        with opened(path) as stream:
            while stream.read(_LOOK):
                pass


def _first_lines(path: Path) -> list[bytes]:
    """The first lines that are not blank, up to as many as fit the longest line allowed."""
    head = b""
    with opened(path) as stream:
        while len(head) < _LONGEST_LINE and (piece := stream.read(_LOOK)):
            head += piece
            if b"\n" not in piece:
                continue
            lines = [line for line in head.splitlines() if line.strip()]
            if len(lines) > _FIRST_LINES or (len(lines) > 1 and _keys(lines[0])):
                return lines
    return [line for line in head.splitlines() if line.strip()]


def _first_keys(lines: list[bytes]) -> frozenset[str]:
    return next((keys for line in lines[:_FIRST_LINES] if (keys := _keys(line))), frozenset())


def _keys_of_first_object(con: duckdb.DuckDBPyConnection, path: Path, form: Form) -> frozenset[str]:
    written = {"array": "array", "objects": "unstructured"}[form]
    scan = f"read_json_objects({quoted_path(path)}, format='{written}', maximum_object_size={_LONGEST_LINE})"
    found = con.execute(f"select json_keys(json) from {scan} where json_type(json) = 'OBJECT' limit 1").fetchall()
    return frozenset(found[0][0]) if found else frozenset()


def _keys(line: bytes) -> frozenset[str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return frozenset()
    return frozenset(row) if isinstance(row, dict) else frozenset()


def _json_form(path: Path, lines: list[bytes]) -> Form:
    """One object a line, unless a `.json` file holds one array, or objects written over several lines."""
    first = lines[0].lstrip() if lines else b""
    if _ending(path) != ".json" or not first or _keys(first):
        return "lines"
    return "array" if first.startswith(b"[") else "objects" if first.rstrip() == b"{" else "lines"


def _header(line: bytes) -> tuple[tuple[str, ...], str]:
    text = line.decode("utf-8", "replace").strip("\r\n")
    delimiter = max(_DELIMITERS, key=text.count)
    try:
        found = list(csv.reader([text, "-"], delimiter=delimiter))
    except csv.Error as error:
        raise OSError("the header is no line of columns") from error
    if len(found) < 2:
        # DuckDB would take the line end inside the quotes for that of all lines, and find no row without a word.
        raise OSError("the header goes over several lines")
    names: dict[str, str] = {}
    for place, name in enumerate(found[0], start=1):
        usable = name and "\0" not in name and name.lower() not in names
        kept = name if usable else f"<column {place}>"
        names[kept.lower()] = kept
    return tuple(names.values()), delimiter
