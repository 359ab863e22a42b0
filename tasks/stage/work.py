"""What goes into a stage and what comes out: its run, what its function is given and gives back, how it ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import duckdb
from pydantic import BaseModel

from tasks.contracts.declaration import Table
from tasks.gates.rules import Verdict
from tasks.lake import Lake, LandedFile
from tasks.lake.manifest import Manifest
from tasks.settings import Settings

Section = TypeVar("Section", bound=BaseModel)


@dataclass(frozen=True)
class Run:
    """One day's run on one lake."""

    lake: Lake
    settings: Settings
    day: date


@dataclass(frozen=True)
class Work:
    """What a stage's function is given: inputs as views in `con`, `day` (also as a DuckDB variable), sections.

    `memory` is what DuckDB may hold, in bytes, for a stage that reads by other means.
    """

    con: duckdb.DuckDBPyConnection
    day: date
    landed: Mapping[str, tuple[LandedFile, ...]]
    sections: tuple[BaseModel, ...]
    key: bytes
    memory: int

    def section(self, kind: type[Section]) -> Section:
        """The settings section of this kind; the stage must have named it."""
        return next(section for section in self.sections if isinstance(section, kind))


@dataclass(frozen=True)
class Outputs:
    """What a stage gives back: a query for each table, what it counted, and what a person should be shown.

    `settle` is given the rows written of each table, by its name, and gives further counts that need them.
    """

    tables: Mapping[Table, str]
    facts: Mapping[str, float] = field(default_factory=dict)
    notes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    settle: Callable[[Mapping[str, int]], Mapping[str, float]] | None = None


@dataclass(frozen=True)
class Outcome:
    """How a stage ended; `verdicts` are empty where it was up to date."""

    stage: str
    computed: bool
    manifests: Mapping[str, Manifest]
    verdicts: tuple[Verdict, ...] = ()
    seconds: float = 0.0

    @property
    def sentence(self) -> str:
        """For a log: rows out of each table, or that nothing had to be done."""
        rows = ", ".join(f"{name} {manifest.rows:,}" for name, manifest in self.manifests.items())
        if not self.computed:
            return f"{self.stage}: up to date ({rows})"
        return f"{self.stage}: {rows} rows in {self.seconds:.1f} s"
