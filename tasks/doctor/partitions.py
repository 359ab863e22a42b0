"""Partitions as readers find them: whole, alone in their folder, and with the content that their manifest says."""

import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import duckdb

from tasks.contracts import PUBLISHED, RECORDED
from tasks.contracts.declaration import Table
from tasks.doctor.finding import Finding
from tasks.errors import run_again
from tasks.escape import visible
from tasks.lake import PART, manifest
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
            there = _by_folder(run.lake.files(table.name))
            for day in published:
                yield from _look_at(run, table, day, there[f"dt={day}"], con if day in close else None)


def _by_folder(names: Iterable[str]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for folder, _, name in (each.partition("/") for each in names):
        found[folder].add(name)
    return found


def _look_at(
    run: Run, table: Table, day: date, there: set[str], con: duckdb.DuckDBPyConnection | None
) -> Iterator[Finding]:
    where = f"{table.name}/dt={day}"
    for name in sorted(there - _OURS):
        yield _foreign(run, where, name)
    partition = run.lake.published(table, day)
    if partition is None:
        if there & _OURS:
            yield Finding("torn", where, "its file and its manifest do not belong together", _made_again(run, day))
    elif con:
        try:
            digest = content_digest(con, run.lake.here(partition))
        except duckdb.Error:
            digest = "unreadable"
        if digest != partition.manifest.digest:
            seen = f"it holds {digest}, its manifest says {partition.manifest.digest}"
            remove = _removing(run, f"{where}/{manifest.NAME}", "rm")
            yield Finding("changed", where, seen, _made_again(run, day, remove))


def _foreign(run: Run, where: str, name: str) -> Finding:
    seen = "readers that glob the table read it too" if name.endswith(".parquet") else "a run that was killed left it"
    then = f"Remove it: {_removing(run, f'{where}/{name}', 'rm -r')}"
    return Finding("orphan", f"{where}/{visible(name)}", seen, then)


def _removing(run: Run, file: str, command: str) -> str:
    return f"{'aws s3 rm' if run.lake.bucket else command} {shlex.quote(f'{run.lake}/{file}')}"


def _made_again(run: Run, day: date, before: str = "") -> str:
    command = run_again(run.lake, day)
    return f"Make it again: {f'{before} && ' if before else ''}{command}"
