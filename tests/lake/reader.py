"""A reader that globs a table over and over: `python -m tests.lake.reader LAKE TABLE STOP`.

It opens each file once, as Arrow does. DuckDB opens a file by its name to plan and again to scan, so it can meet two
versions under one name when a day is replaced within those milliseconds; `data/README.md` says so.

Ends when the file STOP is there, with a line of what it saw: reads, versions, mixed reads, errors.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from tests.lake.holder import say


def _read(lake: Path, table: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for path in lake.glob(f"{table}/dt=*/*.parquet"):
        with path.open("rb") as file:
            seen = pq.read_table(file, columns=["version"])["version"].to_pylist()
        found += Counter(seen).items()
    return found


def main(lake: Path, table: str, stop: Path) -> None:
    """Read until told to stop; a read that saw other rows than those of one version is mixed."""
    reads, versions, mixed, errors = 0, set(), [], []
    while not stop.exists():
        try:
            found = _read(lake, table)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}"[:200])
            continue
        reads += 1
        versions |= {version for version, _ in found}
        if len(found) != 1:
            mixed.append(found)
    say(json.dumps({"reads": reads, "versions": len(versions), "errors": errors, "mixed": mixed}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
