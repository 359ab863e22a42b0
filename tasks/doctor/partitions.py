"""Partitions as readers find them: whole, alone in their folder, and with the content that their manifest says."""

import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb

from tasks.contracts import PUBLISHED, RECORDED
from tasks.contracts.declaration import Table
from tasks.doctor.finding import Finding
from tasks.errors import run_again
from tasks.lake import PART, manifest
from tasks.reports.escape import visible
from tasks.stage import Run
from tasks.stage.write import content_digest

_OURS = {PART, manifest.NAME}


def look_at_partitions(run: Run, days: int) -> Iterator[Finding]:
    """Every partition by its files and manifest; of the newest `days` days also by its content."""
    # Not a stage's connection: that one spills to the lake, which may be read-only.
    with duckdb.connect(
        config={
            "memory_limit": run.settings.memory_limit,
            "threads": run.settings.threads,
            "autoinstall_known_extensions": False,
        }
    ) as con:
        for table in (*PUBLISHED, *RECORDED):
            published = run.lake.published_days(table)
            close = set(published[-days:]) if days else set()
            for day in published:
                yield from _look_at(run, table, day, con if day in close else None)


def _look_at(run: Run, table: Table, day: date, con: duckdb.DuckDBPyConnection | None) -> Iterator[Finding]:
    where = f"{table.name}/dt={day}"
    folder = run.lake.root / where
    for path in sorted(folder.iterdir()):
        if path.name not in _OURS:
            yield _foreign(where, path)
    partition = run.lake.published(table, day)
    if partition is None:
        if (folder / PART).exists() or (folder / manifest.NAME).exists():
            yield Finding("torn", where, "its file and its manifest do not belong together", _made_again(run, day))
    elif con:
        try:
            digest = content_digest(con, partition.path)
        except duckdb.Error:
            digest = "unreadable"
        if digest != partition.manifest.digest:
            seen = f"it holds {digest}, its manifest says {partition.manifest.digest}"
            remove = f"rm {shlex.quote(str(folder / manifest.NAME))}"
            yield Finding("changed", where, seen, _made_again(run, day, remove))


def _foreign(where: str, path: Path) -> Finding:
    seen = "readers that glob the table read it too" if path.suffix == ".parquet" else "a run that was killed left it"
    return Finding("orphan", f"{where}/{visible(path.name)}", seen, f"Remove it: rm -r {shlex.quote(str(path))}")


def _made_again(run: Run, day: date, before: str = "") -> str:
    command = run_again(run.lake.root, day)
    return f"Make it again: {f'{before} && ' if before else ''}{command}"
