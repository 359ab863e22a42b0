"""A small world told in a few words: accounts, what they asked, and the tables that the stages make of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from flows.stages import STAGES
from tasks.contracts import PUBLISHED
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Run

DAY = date(2026, 9, 7)
LONG = "Please tell me in some detail about the history of "

Message = dict[str, str]


@dataclass
class World:
    """Accounts and requests of some days; every request has its own id and, unless told, its own minute."""

    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)

    def account(self, name: str, **given: Any) -> str:
        """Add an account with a card and a device of its own, made long ago at a time of its own."""
        made = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=31 * len(self.accounts))
        self.accounts[name] = {
            "account_id": name,
            "created_at": made.isoformat(),
            "payment_fingerprint": f"card of {name}",
            "email": f"{name}@gmail.com",
        } | given
        return name

    def strangers(self, count: int) -> None:
        """Add accounts that have nothing to do with anyone, one address and three questions each."""
        for number in range(count):
            name = self.account(f"stranger{number}")
            for turn in range(3):
                self.ask(name, [user(f"{LONG}{name} {turn}")], ip=f"81.2.{number // 250}.{number % 250 + 1}")

    def ask(self, account: str, messages: list[Message], **given: Any) -> None:
        """Add a request."""
        number = len(self.requests)
        minute = given.pop("minute", number % 1400)
        day = given.pop("day", DAY)
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
        self.requests.append(
            {
                "request_id": f"r{number}",
                "ts": at.isoformat(),
                "account_id": account,
                "model": "m",
                "input_tokens": 10,
                "output_tokens": 20,
                "status": 200,
                "messages": messages,
            }
            | given
        )

    def hand_over(self, one: str, other: str, topic: str, minute: int = 0, **given: Any) -> None:
        """A conversation that `one` begins, that is refused to it, and that `other` goes on with."""
        begun = [user(f"{LONG}{topic}")]
        longer = [*begun, {"role": "assistant", "content": f"It began with {topic}."}, user(f"And after {topic}?")]
        self.ask(one, begun, minute=minute, **given)
        self.ask(one, longer, minute=minute + 1, status=429, **given)
        self.ask(other, longer, minute=minute + 2, **given)

    def run(self, root: Path, days: Iterable[date] = (DAY,)) -> Lake:
        """Land the world and run every stage of `days`."""
        lake = Lake(root)
        for day in days:
            _land(root / f"landing/requests/dt={day}", [r for r in self.requests if r["ts"].startswith(str(day))])
            _land(root / f"landing/accounts/dt={day}", list(self.accounts.values()))
            run = Run(lake, load(None, {"lake": root}), day)
            for stage in STAGES:
                stage.run(run)
            lake.publish(PUBLISHED, day)
        return lake


def user(text: str) -> Message:
    """A user's turn."""
    return {"role": "user", "content": text}


def rows(lake: Lake, table: str, what: str = "*", day: date = DAY) -> list[tuple[Any, ...]]:
    """`what` of a published table's day, sorted."""
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        return con.execute(f"select {what} from '{lake.root}/{table}/dt={day}/*.parquet' order by all").fetchall()


def _land(folder: Path, found: list[dict[str, Any]]) -> None:
    folder.mkdir(parents=True)
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in found))
