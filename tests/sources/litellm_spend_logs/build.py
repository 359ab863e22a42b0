"""Exports of LiteLLM's tables, recorded or made anew, and what landing made of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.lake import Lake
from tasks.landing import landing
from tasks.settings import load
from tasks.stage import Run
from tests.landing.build import KEY, LENIENT, Landed, Row

RECORDED = Path(__file__).parent / "recorded"
FORMS = ("csv.zst", "pulled.csv.zst", "jsonl.zst", "parquet")


@dataclass(frozen=True)
class Exports:
    """A folder of exports that the producer wrote."""

    folder: Path

    def read(self, name: str) -> bytes:
        """A file as it was exported, which may be packed."""
        return (self.folder / name).read_bytes()

    def unpacked(self, name: str) -> bytes:
        """The content of a packed file."""
        return bytes(pa.input_stream(str(self.folder / name), compression="zstd").read())

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, as Postgres writes them in JSON."""
        return [json.loads(line) for line in self.unpacked(f"{table}.jsonl.zst").splitlines()]

    @cached_property
    def day(self) -> date:
        """The day on which the requests were made."""
        return date.fromisoformat(min(row["startTime"] for row in self.rows("spend_logs"))[:10])


@dataclass(frozen=True)
class LandedDay(Landed):
    """What landing made of the day given."""

    day: date

    def table(self, name: str) -> list[Row]:
        """The rows of a staged table."""
        path = self.root / "_staging" / f"dt={self.day}" / name / "part-0.parquet"
        rows: list[Row] = pq.read_table(path, partitioning=None).to_pylist()
        return rows


def put(root: Path, day: date, name: str, content: bytes) -> None:
    """Deliver a file under `landing`, its name with the table before it."""
    table, _, rest = name.partition("/")
    path = root / "landing" / table / f"dt={day}" / rest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def land(root: Path, day: date, files: Mapping[str, bytes]) -> LandedDay:
    """Deliver files and land them."""
    for name, content in files.items():
        put(root, day, name, content)
    flags: dict[str, Any] = {"lake": root, "landing": LENIENT, "fingerprint": {"key": KEY}}
    return LandedDay(root, landing.run(Run(Lake(root), load(None, flags), day)), day)
