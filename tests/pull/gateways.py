"""Databases of gateways, and lakes that pull from them.

`schemas/` holds what GORM ran to make the tables: for one-api its own models (commit 8df4a26, GORM 1.25.10, drivers
mysql 1.5.6, postgres 1.5.7, sqlite 1.5.1), for new-api the models of v1.0.0-rc.33 (GORM 1.25.2, drivers mysql 1.4.3,
postgres 1.5.2, sqlite 1.5.2). See sources/new_api_logs/build.py for why neither is run here.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tasks.lake import Lake
from tasks.pull import pull_day
from tasks.settings import load
from tasks.stage import Run
from tests.landing.build import DAY, KEY, LENIENT, Row, without
from tests.servers import PASSWORD, Server
from tests.sources.new_api_logs.build import FOLDER

SOURCES = ("new_api_logs", "new_api_users")
SCHEMAS = Path(__file__).parent / "schemas"


@dataclass(frozen=True)
class Gateway:
    """The database of a gateway."""

    server: Server
    database: str

    @classmethod
    def made(cls, name: str, server: Server, database: str) -> "Gateway":
        """Make the gateway's tables in a database of their own."""
        server.create(database)
        server.run(database, "begin", *(SCHEMAS / f"{name}.{server.scheme}.sql").read_text().splitlines(), "commit")
        return cls(server, database)

    @property
    def url(self) -> str:
        """As in the settings."""
        return self.server.url(self.database)

    def run(self, *statements: str) -> None:
        """Run statements on it."""
        self.server.run(self.database, *statements)

    def log(self, *rows: Row) -> None:
        """Put rows into `logs`."""
        self.server.fill(self.database, "logs", rows)

    def sign_up(self, *rows: Row) -> None:
        """Put accounts into `users`, each with the first key that the row tells of."""
        names = [{"username": f"user{row['id']}", "password": "$2a$10$x", "aff_code": f"a{row['id']}"} for row in rows]
        users = [without(row, "first_key_at") | more for row, more in zip(rows, names, strict=True)]
        self.server.fill(self.database, "users", users)
        keys = [
            {"user_id": row["id"], "key": f"key{row['id']}-{late}", "created_time": int(row["first_key_at"]) + late}
            for row in rows
            if row["first_key_at"]
            for late in (0, 100)
        ]
        if keys:
            self.server.fill(self.database, "tokens", keys)


def recorded(name: str) -> list[Row]:
    """Rows that one-api wrote, as Postgres exported them."""
    with (FOLDER / name).open(newline="") as file:
        return [{key: _value(value) for key, value in row.items()} for row in csv.DictReader(file)]


def run_of(root: Path, url: str, day: date = DAY, sources: tuple[str, ...] = SOURCES, **database: Any) -> Run:
    """A day's run on the lake at `root` that pulls from the database at `url`."""
    root.mkdir(parents=True, exist_ok=True)
    told = {"url": url, "sources": sources} | database
    flags = {"lake": root, "landing": LENIENT, "fingerprint": {"key": KEY}, "database": told}
    return Run(Lake(root), load(None, flags), day)


def pulled(run: Run) -> list[str]:
    """Pull; nothing that is said or left may hold the password."""
    sentences = pull_day(run)
    files = [path.read_bytes() for path in run.lake.root.rglob("*") if path.is_file()]
    assert not [text for text in (*map(str.encode, sentences), *files) if PASSWORD.encode() in text]
    return sentences


def landed_file(run: Run, name: str = "requests/dt={day}/pulled-new_api_logs.parquet") -> Path:
    """Where a source's rows are landed."""
    return run.lake.root / "landing" / name.format(day=run.day)


def ids(path: Path) -> list[str]:
    """The ids in a landed file."""
    found: list[str] = pq.read_table(path, columns=["id"], partitioning=None)["id"].to_pylist()
    return sorted(found, key=int)


def _value(text: str) -> Any:
    if text in ("t", "f"):
        return text == "t"
    return int(text) if text.isdigit() and len(text) < 19 else text or None
