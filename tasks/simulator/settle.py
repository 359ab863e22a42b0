"""Peoples a world: from the groups drawn to accounts, their addresses and what is done to them."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from tasks.errors import CallError
from tasks.networks import SHIPPED_RANGES, SHIPPED_SYSTEMS
from tasks.simulator.presets import Preset
from tasks.simulator.words import variables
from tasks.stage.connection import quoted_path

FAMILIES = {
    "payments": ("payment_fingerprint", "payment_country", "billing_country"),
    "devices": ("device_id", "signup_user_agent", "user_agent", "tls_fingerprint"),
    "addresses": ("ip", "signup_ip"),
    "text": ("messages",),
}
"""Columns of landing by the family of evidence that they feed."""

_SLICE = 12_000  # accounts whose requests are made at once; their messages have to fit into memory


def run(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run the statements of `sql/<name>.sql`."""
    con.execute((Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")).fetchall()


def settle(con: duckdb.DuckDBPyConnection, seed: int, start: datetime, scale: Preset, prompts: Path | None) -> None:
    """Make in `con` all that holds for the whole world: people, accounts, pools, stops and actions."""
    con.execute("create temp table kinds as from drawn_kinds").fetchall()
    con.execute("create temp table groups as from drawn_groups").fetchall()
    drawn = _drawn(seed, start, scale) | {"busy": scale.requests / _usual(con) if scale.requests else 1.0}
    for name, value in (variables(start) | drawn).items():
        con.execute(f'set variable "{name}" = $value', {"value": value}).fetchall()
    for name in ("macros", "text_macros", "networks", "people", "pools", "stops", "accounts", "actions"):
        run(con, name)
    _load_library(con, prompts)


def _usual(con: duckdb.DuckDBPyConnection) -> float:
    """About how many requests the habits of honest people come to on a working day."""
    con.execute((Path(__file__).parent / "sql" / "usual.sql").read_text(encoding="utf-8"))
    return float(con.fetchall()[0][0])


def _drawn(seed: int, start: datetime, scale: Preset) -> dict[str, Any]:
    """What is drawn once for a world, or follows from its size."""
    rng = np.random.default_rng([seed, 5])
    days = timedelta(days=scale.days)
    return {
        "seed": seed,
        "start": start,
        "end": start + days,
        "days": scale.days,
        "slices": -(-scale.honest // (_SLICE if scale.text else 5 * _SLICE)),
        "release": start + days * float(rng.uniform(0.2, 0.7)),
        "tools": int(rng.integers(3, 8)),
        "forums": max(4, scale.honest // int(rng.integers(150, 400))),
        "carrier_exits": max(2, scale.honest // int(rng.integers(2_000, 6_000))),
        "vpn_exits": max(10, scale.honest // int(rng.integers(100, 300))),
        "ranges_file": str(SHIPPED_RANGES),
        "systems_file": str(SHIPPED_SYSTEMS),
    }


def _load_library(con: duckdb.DuckDBPyConnection, prompts: Path | None) -> None:
    """Other people's prompts, numbered inside their corpus; an empty table where none are given."""
    found = _NO_PROMPTS
    if prompts:
        files = sorted(prompts.glob("*.parquet"))
        if not files:
            raise CallError(f"{prompts} holds no Parquet file with corpus, family and text; give such a folder")
        found = f"read_parquet([{', '.join(map(quoted_path, files))}])"
    con.execute(f"create temp view prompts as select family, corpus, text from {found}").fetchall()
    run(con, "library")


_NO_PROMPTS = "(select '' as family, '' as corpus, '' as text where false)"
