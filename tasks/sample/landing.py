"""Writes the lake's landing folder as an operator's systems would deliver it."""

import csv
import gzip
import json
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .accounts import COLUMNS, Account
from .schedule import Action, days
from .stamp import Payload

_TIMES = ("created_at", "verified_at")
_SCHEMA = pa.schema([(c, pa.timestamp("us", tz="UTC") if c in _TIMES else pa.string()) for c in COLUMNS])


def write(out: Path, payloads: list[Payload], accounts: list[Account], actions: list[Action]) -> None:
    """Replace ``landing`` and ``truth.csv`` in ``out``; the same input gives the same bytes."""
    landing = out / "landing"
    shutil.rmtree(landing, ignore_errors=True)
    accounts = sorted(accounts, key=lambda a: a.account_id)
    for day in days():
        end = day + timedelta(days=1)
        _write_requests(_partition(landing, "requests", day), _of_day(payloads, day, end))
        _write_accounts(_partition(landing, "accounts", day), accounts, end)
        _write_actions(_partition(landing, "actions", day), actions, day, end)
    _write_truth(out / "truth.csv", accounts)


def _partition(landing: Path, table: str, day: datetime) -> Path:
    folder = landing / table / f"dt={day:%Y-%m-%d}"
    folder.mkdir(parents=True)
    return folder


def _of_day(payloads: list[Payload], day: datetime, end: datetime) -> list[Payload]:
    low, high = day.timestamp(), end.timestamp()
    chosen = [p for p in payloads if low <= p["startTime"] < high]
    return sorted(chosen, key=lambda p: (p["startTime"], p["litellm_call_id"]))


def _write_requests(folder: Path, payloads: Iterable[Payload]) -> None:
    with (
        (folder / "payloads.jsonl.gz").open("wb") as file,
        gzip.GzipFile("", "wb", compresslevel=9, fileobj=file, mtime=0) as packed,
    ):
        for payload in payloads:
            line = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
            packed.write(line.encode() + b"\n")


def _write_accounts(folder: Path, accounts: Iterable[Account], end: datetime) -> None:
    rows = [_row(account, end) for account in accounts if account.created_at < end]
    table = pa.Table.from_pylist(rows, schema=_SCHEMA)
    pq.write_table(table, folder / "accounts.parquet", compression="zstd")


def _row(account: Account, end: datetime) -> dict[str, Any]:
    """Return what is known of an account at the end of a day."""
    row = {column: getattr(account, column) for column in COLUMNS}
    if account.verified_at is not None and account.verified_at >= end:
        row["verification_level"] = "phone" if account.phone else "email"
        row |= {"nationality": None, "id_document_hash": None, "verified_at": None}
    return row


def _write_actions(folder: Path, actions: Iterable[Action], day: datetime, end: datetime) -> None:
    with (folder / "actions.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for action in actions:
            if day <= action.at < end:
                row = {
                    "account_id": action.account.account_id,
                    "ts": action.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                    "action": action.action,
                    "reason": action.reason,
                }
                file.write(json.dumps(row) + "\n")


def _write_truth(path: Path, accounts: Iterable[Account]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("account_id", "campaign", "kind"))
        writer.writerows((a.account_id, a.campaign, a.kind) for a in accounts)
