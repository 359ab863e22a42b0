"""Landing with accounts of other columns than the contract's."""

from pathlib import Path
from typing import Any

import duckdb

from tasks.lake import Lake
from tasks.landing import landing
from tasks.settings import load
from tasks.stage import Run
from tests.landing.build import DAY, KEY, LENIENT, Landed, put, put_rows, request

Columns = dict[str, Any]
NEEDED: Columns = {"account_id": "no", "created_at": {"value": "2026-08-01T00:00:00Z"}}


def put_csv(root: Path, rows: list[tuple[str | None, ...]], header: tuple[str, ...], name: str = "a.csv") -> None:
    """Deliver accounts as the CSV that DuckDB writes."""
    put(root, name, b"", "accounts")
    marks = ", ".join("?" for _ in header)
    names = ", ".join('"' + each.replace('"', '""') + '"' for each in header)
    with duckdb.connect() as con:
        con.execute(f"create table rows ({', '.join(f'{each} varchar' for each in names.split(', '))})")
        con.executemany(f"insert into rows values ({marks})", rows)
        con.execute(f"copy rows to '{root}/landing/accounts/dt={DAY}/{name}' (header)")


def land_mapped(root: Path, columns: Columns, **more: Any) -> Landed:
    """Run landing with these `[accounts.columns]`; `more` are other settings of the section."""
    put_rows(root, [request()])
    flags = {
        "lake": root,
        "landing": LENIENT,
        "fingerprint": {"key": KEY},
        "accounts": {"columns": NEEDED | columns} | more,
    }
    return Landed(root, landing.run(Run(Lake(root), load(None, flags), DAY)))
