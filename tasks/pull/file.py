"""The landed file of what was pulled: written beside its place, flushed, and put there if it brings anything."""

from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tasks.counted import counted
from tasks.lake.disk import sync
from tasks.pull.address import Address
from tasks.stage import Run
from tasks.stage.connection import connection, quoted_path

# Rows wait in memory until they make a row group of this size.
_GROUP_BYTES = 16 << 20


class PulledFile:
    """Batches on their way to `target`; until all are there they stand under a hidden name, which nothing reads."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.hidden = target.with_name(f".{target.name}")
        self.rows = 0
        self._waiting: list[pa.RecordBatch] = []
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        self.target.parent.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._writer:
            self._writer.close()
        self.hidden.unlink(missing_ok=True)
        if not any(self.target.parent.iterdir()):
            self.target.parent.rmdir()

    def take(self, batch: pa.RecordBatch) -> None:
        """Write a batch, once enough have come."""
        self.rows += len(batch)
        self._waiting.append(batch)
        if sum(each.nbytes for each in self._waiting) >= _GROUP_BYTES:
            self._write()

    def close(self) -> None:
        """Write what waits and bring all of it to the disk."""
        self._write()
        if self._writer:
            self._writer.close()
            self._writer = None
            sync(self.hidden)

    def replace(self) -> None:
        """Put it into its place."""
        self.hidden.replace(self.target)
        sync(self.target.parent)

    def _write(self) -> None:
        if not self._waiting:
            return
        group = pa.Table.from_batches(self._waiting)
        self._waiting = []
        if not self._writer:
            self._writer = pq.ParquetWriter(self.hidden, group.schema, compression="zstd")
        self._writer.write_table(group)


def settle(run: Run, found: Address, file: PulledFile) -> str:
    """Put the file into its place unless the one that lies there has as much to say; gives what was done."""
    shown = file.target.relative_to(run.lake.root)
    with connection(run.lake, run.settings) as con:
        before = _content(con, file.target)
        now = _content(con, file.hidden) if file.rows else None
    if before and before[0] > file.rows:
        now_there = f"{found.place} has {counted(file.rows, 'row')} of this day"
        return f"{now_there} where {before[0]:,} landed before; {shown} is kept"
    if not now:
        return f"{found.place} has no rows of this day; nothing was landed"
    if now == before:
        return f"{counted(file.rows, 'row')} of {found.place} landed before, with nothing new"
    file.replace()
    run.lake.keep(file.target)
    return f"{counted(file.rows, 'row')} of {found.place} landed as {shown}"


def _content(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[int, ...] | None:
    """How many rows a file has and a digest of them in any order; None where there is no file that can be read."""
    if not path.is_file():
        return None
    scan = f"read_parquet({quoted_path(path)}, hive_partitioning=false)"
    try:
        columns = con.execute(f"describe select * from {scan}").fetchall()
        names = "hash(" + ", ".join("?" for _ in columns) + ")"
        query = f"select count(*), sum(hash(landed)::hugeint), bit_xor(hash(landed)), {names} from {scan} as landed"
        return tuple(con.execute(query, [name for name, *_ in columns]).fetchall()[0])
    except duckdb.InvalidInputException:
        return None
