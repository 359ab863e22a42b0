"""A reader that globs a table never sees half of a version, two of them, or none."""

import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb

from tasks.contracts.declaration import Column, Table
from tasks.lake import PART, Lake
from tasks.lake.manifest import Manifest
from tasks.stage.write import write

DAY = date(2026, 9, 7)
ROWS = 1000
TABLE = Table(
    name="versions",
    grain="a row of a version",
    key=("number",),
    columns=(
        Column("number", "int64", "a number", True),
        Column("version", "int64", "the version", True),
        Column("filling", "string", "something that does not compress"),
    ),
)


def _publish(lake: Lake, version: int) -> None:
    """A version that can be told by its rows: a constant column, and as many rows as that says."""
    scratch = lake.scratch(TABLE, DAY)
    query = (
        f"select range as number, {version} as version, sha256(range::varchar || '{version}') as filling "
        f"from range({ROWS + version})"
    )
    with duckdb.connect() as con:
        written = write(con, TABLE, query, scratch)
    size = (scratch / PART).stat().st_size
    Manifest("versions", str(DAY), written.rows, written.digest, PART, size, "test", "", {}, "", "", "", "0").write(
        scratch
    )
    lake.stage(TABLE, DAY, scratch)
    assert lake.publish([TABLE], DAY) == [TABLE]


def test_reader_in_another_process(tmp_path: Path) -> None:
    lake, stop = Lake(tmp_path / "lake"), tmp_path / "stop"
    _publish(lake, 0)
    command = [sys.executable, "-m", "tests.lake.reader", str(lake.root), "versions", str(stop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            started, version = time.monotonic(), 0
            while version < 100 or time.monotonic() - started < 4:
                version += 1
                _publish(lake, version)
        finally:
            stop.touch()
            said, _ = process.communicate(timeout=30)
    seen = json.loads(said)
    assert seen["reads"] > 20
    assert seen["versions"] > 10
    assert seen["errors"] == []
    assert seen["mixed"] == []


def test_what_is_staged_is_not_seen(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    _publish(lake, 1)
    scratch = lake.scratch(TABLE, DAY)
    (scratch / PART).write_bytes(b"half of a file")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("versions/**/*.parquet")] == [
        f"versions/dt={DAY}/{PART}"
    ]
    assert not [path for path in tmp_path.glob("*/dt=*/*.parquet") if "versions" not in path.parts]


def test_publishing_leaves_one_file_and_its_manifest(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for version in (1, 2):
        _publish(lake, version)
    assert sorted(path.name for path in (tmp_path / "versions" / f"dt={DAY}").iterdir()) == ["_manifest.json", PART]
    assert not lake.staged_anything(DAY)
    assert lake.publish([TABLE], DAY) == []
