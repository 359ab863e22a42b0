"""Rows of the tables of new-api and one-api, and what landing makes of a day of them.

`recorded/` holds what one-api wrote itself: its own `model` package (commit 8df4a26, GORM 1.25.10) made the tables and
rows in Postgres, MariaDB and SQLite, and each database's client exported them (`\\copy ... csv header`, JSON objects by
line, `sqlite3 -json`). It was built from public repositories, so the program cannot stand here; new-api could not be
built that way: it wants about 150 Go modules, and the proxy that has them was out of reach. Its rows are written here
as its code does (v1.0.0-rc.33: model/log.go, service/log_info_generate.go), `other` as Go encodes a map.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tasks.lake import Lake
from tasks.landing import landing
from tasks.settings import load
from tasks.stage import Run
from tests.landing.build import DAY, KEY, LENIENT, Row

RECORDED_DAY = date(2026, 11, 22)
FOLDER = Path(__file__).parent / "recorded"
# Ten o'clock of the tests' day.
AT = 1_788_861_600


def other(**changes: Any) -> str:
    """The details of a request that was billed, as `GenerateTextOtherInfo` makes them; `...` takes a key away."""
    made = {
        "admin_info": {"use_channel": ["7"]},
        "billing_source": "wallet",
        "cache_ratio": 0.5,
        "cache_tokens": 0,
        "completion_ratio": 4,
        "frt": 812,
        "group_ratio": 1,
        "model_price": -1,
        "model_ratio": 0.075,
        "request_conversion": ["OpenAI Compatible"],
        "request_path": "/v1/chat/completions",
        "user_group_ratio": -1,
    }
    kept = {name: value for name, value in (made | changes).items() if value is not ...}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))


def billed(number: int, /, **changes: Any) -> Row:
    """A row of `RecordConsumeLog`."""
    return {
        "id": number,
        "user_id": 11,
        "created_at": AT,
        "type": 2,
        "content": "",
        "username": "eleven",
        "token_name": "default",
        "model_name": "gpt-4o-mini",
        "quota": 30,
        "prompt_tokens": 120,
        "completion_tokens": 45,
        "use_time": 3,
        "is_stream": True,
        "channel_id": 7,
        "token_id": 5,
        "group": "default",
        "ip": "",
        "request_id": f"20260908100000{number:012}Ab3dE6gH",
        "upstream_request_id": "",
        "other": other(),
    } | changes


def failed(number: int, status: int = 429, /, **changes: Any) -> Row:
    """A row of `RecordErrorLog`, as `processChannelError` calls it for a channel that failed."""
    details = {
        "admin_info": {"use_channel": ["7"]},
        "channel_id": 7,
        "channel_name": "upstream",
        "channel_type": 1,
        "error_code": "bad_response_status_code",
        "error_type": "openai_error",
        "request_path": "/v1/chat/completions",
        "status_code": status,
    }
    written = json.dumps(details, sort_keys=True, separators=(",", ":"))
    told = {"type": 5, "content": f"status_code={status}, too many requests", "quota": 0, "other": written}
    return billed(number, **(told | {"prompt_tokens": 0, "completion_tokens": 0} | changes))


def user(number: int, /, **changes: Any) -> Row:
    """An account as `pull.sql` gives it."""
    return {
        "id": number,
        "email": f"user{number}@example.com",
        "role": 1,
        "group": "default",
        "inviter_id": 0,
        "created_at": AT - 86_400,
        "first_key_at": None,
    } | changes


def landed(root: Path, name: str, day: date = DAY) -> list[Row]:
    """The rows of table `name` that landing makes of a day of the lake."""
    settings = load(None, {"lake": root, "landing": LENIENT, "fingerprint": {"key": KEY}})
    landing.run(Run(Lake(root), settings, day))
    rows: list[Row] = pq.read_table(root / "_staging" / f"dt={day}" / name, partitioning=None).to_pylist()
    return sorted(rows, key=lambda row: str(row.get("request_id") or row["account_id"]))
