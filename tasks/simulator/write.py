"""Writes a world in the contract's shape, a slice of its groups at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from tasks.contracts.declaration import Table
from tasks.contracts.landing import LANDING_ACCOUNTS, LANDING_ACTIONS, LANDING_REQUESTS
from tasks.simulator.settle import FAMILIES, run
from tasks.stage.connection import quoted_path

_WITH_WORDS = """
    select requests.*, list_concat(
        case when system is not null then [{'role': 'system', 'content': system}] else [] end, said[:2 * turn - 1]
    ) as messages
    from requests join said using (conv)"""
_WITHOUT_WORDS = "select *, null::struct(role varchar, content varchar)[] as messages from requests"


@dataclass(frozen=True)
class Writer:
    """Where a settled world goes: the lake, its days, and which families of columns are left empty."""

    con: duckdb.DuckDBPyConnection
    lake: Path
    days: Sequence[date]
    without: frozenset[str]

    def requests(self, text: bool) -> int:
        """Make and write the requests, with messages if `text`; notes in `seen` when each person first came.

        Returns:
            How many requests there are.
        """
        self.con.execute("create temp table seen(holder ubigint, first_at timestamptz)").fetchall()
        worded = text and "text" not in self.without
        steps = ["players", "conversations", "voices", "requests", *(["subjects", "texts"] if worded else [])]
        rows = 0
        for part in range(self._number("getvariable('slices')")):
            self.con.execute("set variable slice = $part", {"part": part}).fetchall()
            for step in steps:
                run(self.con, step)
            self.con.execute("insert into seen select holder, min(ts) from requests group by holder").fetchall()
            rows += self._number("(select count(*) from requests)")
            landed = f"({_WITH_WORDS if worded else _WITHOUT_WORDS} where ts::date = $day)"
            for day in self.days:
                self._write(LANDING_REQUESTS, day, landed, "ts, request_id", part)
        return rows

    def accounts(self) -> None:
        """Write a snapshot of the accounts known at each day's end, and what was done that day."""
        for day in self.days:
            self._write(LANDING_ACCOUNTS, day, "(from accounts where created_at < $day + 1)", "account_id")
            self._write(LANDING_ACTIONS, day, "(from actions where ts::date = $day)", "ts, account_id, action")

    def truth(self) -> tuple[int, int]:
        """Write who is who; returns how many accounts are honest, and how many are not."""
        run(self.con, "truth")
        self.con.execute(f"copy truth to {quoted_path(self.lake / 'truth.parquet')}").fetchall()
        bad = self._number("(select count(label) from truth)")
        return self._number("(select count(*) from truth)") - bad, bad

    def _number(self, expression: str) -> int:
        return int(self.con.execute(f"select {expression}").fetchall()[0][0])

    def _write(self, table: Table, day: date, rows: str, order: str, part: int = 0) -> None:
        """Write those columns of `table` that `rows` has; those of the families left out are null."""
        rows = rows.replace("$day", f"date '{day}'")
        made = {row[0] for row in self.con.execute(f"describe from {rows}").fetchall()}
        emptied = {name for family in self.without for name in FAMILIES[family]}
        columns = ", ".join(
            f'{"null" if column.name in emptied else column.name}::{column.duckdb} as "{column.name}"'
            for column in table.columns
            if column.name in made
        )
        target = self.lake / table.name / f"dt={day}" / f"part-{part:03}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        self.con.execute(
            f"copy (select {columns} from {rows} order by {order}) to {quoted_path(target)} (compression zstd)"
        ).fetchall()
