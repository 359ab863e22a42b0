"""Made-up worlds with known truth, to learn from and to be measured on: `simulate` writes one into a lake.

Everything is drawn from a seed, in a few set-based steps: groups of accounts of declared kinds (`honest`,
`campaigns`), the people in them, their conversations, the requests sent for these and, if wanted, their words.
It is for tests, demonstrations and evaluation, and no part of the daily flow. See docs/simulator.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tasks.simulator.groups import draw_groups, kinds_table
from tasks.simulator.presets import PRESETS, Preset
from tasks.simulator.settle import FAMILIES, settle
from tasks.simulator.write import Writer


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which world is wanted.

    Attributes:
        seed: Another seed is another world.
        start: The first day (UTC).
        days: How many days; None: as the preset says.
        preset: A name from `PRESETS`.
        level: careless, reported or hidden for campaigns of that level; all; none for a world of honest people.
        prevalence: Share of the accounts that are under one hand; None: as the preset says.
        without: Families of columns that are left empty, of `FAMILIES`.
        prompts: A folder of Parquet files with corpus, family, idx and text, used for openings; None: our own words.
    """

    seed: int
    start: date = date(2026, 9, 7)
    days: int | None = None
    preset: str = "small"
    level: str = "all"
    prevalence: float | None = None
    without: frozenset[str] = frozenset()
    prompts: Path | None = None

    @property
    def scale(self) -> Preset:
        """The preset with this plan's own number of days."""
        preset = PRESETS[self.preset]
        return replace(preset, days=self.days or preset.days)


def simulate(lake: Path, plan: Plan) -> dict[str, int]:
    """Write a world into `lake`: `landing/{requests,accounts,actions}/dt=DAY/`, and `truth.parquet` beside them.

    Returns:
        How many honest accounts, accounts under one hand, and requests it holds.
    """
    lake.mkdir(parents=True, exist_ok=True)
    with _connection(lake) as con:
        start = datetime(plan.start.year, plan.start.month, plan.start.day, tzinfo=UTC)
        days = [plan.start + timedelta(days=n) for n in range(plan.scale.days)]
        con.register("drawn_kinds", kinds_table())
        con.register("drawn_groups", draw_groups(plan.seed, plan.scale, plan.level, plan.prevalence))
        settle(con, plan.seed, start, plan.scale, plan.prompts)
        writer = Writer(con, lake, days, plan.without)
        requests = writer.requests(plan.scale.text)
        writer.accounts()
        honest, bad = writer.truth()
    return {"honest": honest, "bad": bad, "requests": requests}


@contextmanager
def _connection(lake: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with TemporaryDirectory(prefix="_simulator-", dir=lake) as spill:
        con = duckdb.connect(
            config={
                "memory_limit": "4GB",
                "threads": 2,
                "temp_directory": spill,
                "autoinstall_known_extensions": False,
            }
        )
        con.execute("set timezone = 'UTC'")
        try:
            yield con
        finally:
            con.close()


__all__ = ["FAMILIES", "PRESETS", "Plan", "simulate"]
