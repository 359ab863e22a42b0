"""What a suspected campaign has drawn, out of the ledger, ready to print: the figures of public reports, as ranges."""

from typing import Any

import duckdb

from tasks.stage.connection import rows

_MOST_DRAWS = 12


def drawn_in_all(con: duckdb.DuckDBPyConnection, campaign_id: str) -> dict[str, str] | None:
    """The row of `ledger_totals` in words, or None where no member drew anything."""
    found = rows(con, "select * from ledger_totals where campaign_id = ?", [campaign_id])
    if not found:
        return None
    row = found[0]
    counts = ("accounts", "exchanges", "output_tokens")
    return {
        **{name: f"{row[name]:,}" for count in counts for name in (count, f"{count}_low")},
        "distinct": _count(row["items"]),
        "new_items": _count(row["new_items"]),
        "first": f"{row['first_ts']:%Y-%m-%d}",
        "last": f"{row['last_ts']:%Y-%m-%d}",
        "coverage": _share(row["coverage"]),
        "times_usual": "an unknown number of" if row["times_usual"] is None else f"{row['times_usual']:.2f}",
        "list_cost": _cost(row),
        "pivot_model": row["pivot_model"],
        "pivot_day": str(row["pivot_day"]),
        **{name: _share(row[name]) for name in ("pivot_share", "pivot_share_low", "pivot_share_others")},
    }


def draws_of(con: duckdb.DuckDBPyConnection, campaign_id: str) -> list[dict[str, str]]:
    """The capabilities and models that most was drawn of."""
    found = con.execute(
        "select capability, model, exchanges, output_tokens, items from ledger_campaigns where campaign_id = ? "
        f"order by exchanges desc, capability, model limit {_MOST_DRAWS}",
        [campaign_id],
    ).fetchall()
    return [
        {
            "capability": capability.replace("_", " "),
            "model": model,
            "exchanges": f"{exchanges:,}",
            "output_tokens": f"{tokens:,}",
            "distinct": _count(items),
        }
        for capability, model, exchanges, tokens, items in found
    ]


def _count(value: int | None) -> str:
    return "unknown" if value is None else f"{value:,}"


def _share(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0%}"


def _cost(row: dict[str, Any]) -> str:
    if row["list_cost"] is None:
        return "unknown, as no price is in force"
    rest = f", without {row['unpriced']:,} exchanges that have no price" if row["unpriced"] else ""
    return f"{row['list_cost']:,.2f}{rest}"
