"""Landing days made for one test each, and what landing made of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.contracts.declaration import Table
from tasks.contracts.landing import LANDING_ACCOUNTS, LANDING_REQUESTS
from tasks.errors import GateRefusedError
from tasks.lake import Lake
from tasks.landing import landing
from tasks.settings import load
from tasks.stage import Outcome, Run

DAY = date(2026, 9, 8)
KEY = "a key for tests, 32 characters or more"
Row = dict[str, Any]
# As many bad rows as a test likes; the limits have tests of their own.
LENIENT = {
    "max_quarantine_share": 1.0,
    "usual_quarantine_share": 1.0,
    "max_duplicate_share": 1.0,
    "max_unreadable_files": 99,
}


def request(request_id: str = "r1", /, **changes: Any) -> Row:
    """A request in the contract's shape; `changes` replace or add columns."""
    return {
        "request_id": request_id,
        "ts": f"{DAY}T10:00:00Z",
        "account_id": "acct-1",
        "model": "quartz-large",
        "input_tokens": 10,
        "output_tokens": 20,
        "status": 200,
    } | changes


def account(account_id: str = "acct-1", /, **changes: Any) -> Row:
    """An account in the contract's shape."""
    return {"account_id": account_id, "created_at": "2026-08-01T00:00:00Z"} | changes


def without(row: Row, *names: str) -> Row:
    """The row without these columns."""
    return {name: value for name, value in row.items() if name not in names}


def said(*contents: str, role: str = "user") -> list[Row]:
    """Messages of one role."""
    return [{"role": role, "content": content} for content in contents]


def lines(rows: Iterable[Row]) -> bytes:
    """Rows as JSON Lines."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def put(root: Path, name: str, content: bytes, kind: str = "requests", day: date = DAY) -> Path:
    """Deliver a file into the lake's landing."""
    path = root / "landing" / kind / f"dt={day}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def put_rows(root: Path, rows: Iterable[Row], name: str = "a.jsonl", kind: str = "requests") -> Path:
    """Deliver rows as JSON Lines."""
    return put(root, name, lines(rows), kind)


def parquet(
    rows: Sequence[Row], table: Table = LANDING_REQUESTS, types: Mapping[str, pa.DataType] | None = None
) -> Any:
    """Rows as an Arrow table with the declared types, or those in `types`; a column that no row has is absent."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    declared = {column.name: column.arrow.type for column in table.columns} | dict(types or {})
    columns = {}
    for name in names:
        values = pa.array([row.get(name) for row in rows], None if name not in declared else _plain(declared[name]))
        columns[name] = values.cast(declared[name]) if name in declared else values
    return pa.table(columns)


def _plain(kind: pa.DataType) -> pa.DataType:
    """Times stand in rows as text."""
    return pa.string() if pa.types.is_timestamp(kind) else kind


def put_parquet(root: Path, table: Any, name: str = "a.parquet", kind: str = "requests") -> Path:
    """Deliver an Arrow table as Parquet."""
    path = put(root, name, b"", kind)
    pq.write_table(table, path)
    return path


@dataclass(frozen=True)
class Landed:
    """What landing made of a day."""

    root: Path
    outcome: Outcome

    def table(self, name: str) -> list[Row]:
        """The rows of a staged table."""
        path = self.root / "_staging" / f"dt={DAY}" / name / "part-0.parquet"
        rows: list[Row] = pq.read_table(path, partitioning=None).to_pylist()
        return rows

    @cached_property
    def requests(self) -> list[Row]:
        """All requests taken."""
        return self.table("requests")

    @cached_property
    def by_id(self) -> dict[str, Row]:
        """The requests taken, by their id."""
        return {row["request_id"]: row for row in self.requests}

    @cached_property
    def accounts(self) -> dict[str, Row]:
        """The accounts taken, by their id."""
        return {row["account_id"]: row for row in self.table("accounts")}

    @cached_property
    def quarantine(self) -> list[Row]:
        """All that was not taken."""
        return self.table("quarantine")

    @cached_property
    def reasons(self) -> dict[tuple[str, int], str]:
        """Why each quarantined (file, row) was not taken."""
        return {(row["source_file"], row["row_number"]): row["reason"] for row in self.quarantine}

    @property
    def facts(self) -> dict[str, float]:
        """What the stage counted."""
        return self.outcome.manifests["requests"].facts

    @property
    def notes(self) -> dict[str, dict[str, int]]:
        """What the stage noted for people."""
        return self.outcome.manifests["requests"].notes

    @property
    def digest(self) -> str:
        """The digest of the requests."""
        return self.outcome.manifests["requests"].digest

    def settle(self, landed: int) -> None:
        """Each of the `landed` rows, counted by the test, is in a table, in quarantine, a duplicate or left out."""
        facts = self.facts
        out = sum(len(self.table(name)) for name in ("requests", "accounts", "actions"))
        refused = sum(row["row_number"] > 0 for row in self.quarantine)
        assert facts["rows_landed"] == landed
        assert (facts["rows_out"], facts["rows_quarantined"]) == (out, refused)
        assert landed == out + refused + facts["duplicates"] + facts["rows_left_out"]
        assert facts["duplicates"] >= 0
        assert facts["unreconciled_rows"] == 0


def land(root: Path, key: str = KEY, **limits: Any) -> Landed:
    """Run landing on the lake at `root`; `limits` are settings of the landing section."""
    flags = {"lake": root, "landing": LENIENT | limits, "fingerprint": {"key": key}}
    return Landed(root, landing.run(Run(Lake(root), load(None, flags), DAY)))


def refusal(root: Path, **limits: Any) -> str:
    """The message with which landing refuses the lake at `root`."""
    try:
        land(root, **limits)
    except GateRefusedError as refused:
        return str(refused)
    raise AssertionError("landing did not refuse the day")


def put_accounts(root: Path, rows: Iterable[Row]) -> None:
    """Deliver accounts as JSON Lines."""
    put_rows(root, rows, "accounts.jsonl", LANDING_ACCOUNTS.name.removeprefix("landing/"))
