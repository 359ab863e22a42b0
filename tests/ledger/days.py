"""A lake of landed requests and told members, with the stages of the ledger run on it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from tasks.contracts.campaigns import MEMBERS
from tasks.contracts.ledger import ACCOUNT_DRAWS, LEDGER, LEDGER_CAMPAIGNS, LEDGER_TOTALS
from tasks.contracts.requests import LATE, QUARANTINE, REQUESTS
from tasks.lake import Lake
from tasks.landing import landing
from tasks.ledger import account_draws, ledger
from tasks.settings import load
from tasks.stage import Outputs, Run, Work, stage
from tests.landing.build import KEY

DAY = date(2026, 9, 7)
Row = dict[str, Any]
_OURS = (REQUESTS, LATE, QUARANTINE, MEMBERS, ACCOUNT_DRAWS, LEDGER, LEDGER_CAMPAIGNS, LEDGER_TOTALS)


@dataclass
class Days:
    """A lake at `root`; settings of the ledger are `limits`."""

    root: Path
    limits: Mapping[str, Any]

    def run(self, offset: int, requests: Iterable[Row], members: Mapping[str, float]) -> None:
        """Land a day's requests, tell who is a member of `c-1` with which likelihood, and run the ledger."""
        day = DAY + timedelta(days=offset)
        folder = self.root / f"landing/requests/dt={day}"
        folder.mkdir(parents=True, exist_ok=True)
        told = [
            {"request_id": f"{day} {number}", "ts": f"{day}T10:00:00Z", "model": "old", "status": 200} | row
            for number, row in enumerate(requests)
        ]
        (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in told))
        # Sketches are of keyed prompts: with another key each time, what they estimate would differ from run to run.
        flags = {"lake": self.root, "ledger": dict(self.limits), "fingerprint": {"key": KEY}}
        run = Run(Lake(self.root), load(None, flags), day)
        for each in (landing, _telling(members), account_draws, ledger):
            each.run(run)
        run.lake.publish(_OURS, day)

    def rows(self, table: str, what: str, offset: int = 0) -> list[tuple[Any, ...]]:
        """`what` of a day's table, sorted."""
        with duckdb.connect() as con:
            files = f"{self.root}/{table}/dt={DAY + timedelta(days=offset)}/*.parquet"
            return con.execute(f"select {what} from '{files}' order by all").fetchall()


def ask(account: str, text: str | None, **given: Any) -> Row:
    """A request of ten tokens in and a hundred out."""
    messages = [{"role": "user", "content": text}] if text else None
    return {"account_id": account, "input_tokens": 10, "output_tokens": 100, "messages": messages} | given


def _telling(members: Mapping[str, float]) -> Any:
    values = ", ".join(f"('c-1', '{name}', {likelihood})" for name, likelihood in members.items())
    midnight = f"timestamptz '{DAY} 00:00:00+00'"
    query = (
        f"select *, {midnight} as first_linked, {midnight} as last_linked "
        f"from (values {values}) as told(campaign_id, account_id, likelihood)"
    )

    def told(_work: Work) -> Outputs:
        return Outputs({MEMBERS: query})

    told.__module__ = ledger.function.__module__
    return stage(sentence=f"Tell {sorted(members)}", writes=(MEMBERS,))(told)
