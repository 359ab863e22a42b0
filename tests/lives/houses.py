"""Small worlds of owners and of whoever else uses their accounts, told in requests as the pipeline keeps them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from tasks.contracts.accounts import ACCOUNTS
from tasks.contracts.declaration import Table
from tasks.contracts.requests import REQUESTS
from tasks.lives import contexts, lives
from tasks.stage import Work

FIRST = date(2026, 9, 7)
HOME, OFFICE, ABROAD, CLOUD, OTHER_CLOUD = "81.2.{}.7", "51.140.{}.9", "90.1.{}.5", "5.9.{}.3", "45.33.{}.8"
BROWSER, SCRIPT, THIEF = "Mozilla/5.0 (Windows NT 10.0)", "openai-python/1.40", "curl/8.5.0"
CHAT = {"output_tokens": 400, "input_tokens": 300, "tool_count": 0, "stream": True}
CODE = {"output_tokens": 12, "input_tokens": 4000, "tool_count": 3, "stream": False}


@dataclass
class Houses:
    """Requests of days numbered from 0, an hour apart; what stands before an address's third number is its system."""

    requests: list[dict[str, Any]] = field(default_factory=list)
    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def use(self, account: str, days: range, ip: str, agent: str | None, shape: dict[str, Any], **given: Any) -> None:
        """Requests of `account` on `days`, `each_day` of them from `hour` on."""
        self.accounts.setdefault(
            account, {"account_id": account, "created_at": datetime(2025, 1, 1, tzinfo=UTC), "public_mail": True}
        )
        each_day, hour = given.pop("each_day", 6), given.pop("hour", 8)
        system, _, rest = ip.partition(".")
        for day in days:
            start = datetime.combine(FIRST, datetime.min.time(), UTC) + timedelta(days=day, hours=hour)
            for number in range(each_day):
                self.requests.append(
                    {
                        "request_id": f"r{len(self.requests)}",
                        "ts": start + timedelta(minutes=60 * number + len(self.requests) % 50),
                        "account_id": account,
                        "source": "contract",
                        "ip": ip,
                        "network": f"{system}.{rest.rpartition('.')[0]}.0/24",
                        "asn": int(system),
                        "user_agent": agent,
                        "model": "m",
                        "status": 200,
                        "item": len(self.requests),
                    }
                    | shape
                    | {"output_tokens": shape["output_tokens"] + number % 3}
                    | given
                )

    def owners(self, count: int, days: int = 3) -> None:
        """Accounts of honest people, each at home with one client."""
        for number in range(count):
            self.use(f"owner{number}", range(days), HOME.format(number), BROWSER, CHAT, hour=5 + number % 3)

    def run(self, days: int = 3) -> duckdb.DuckDBPyConnection:
        """Look for lives on the last of so many days; the tables that come out are in the connection."""
        con = duckdb.connect(config={"threads": 1})
        con.execute("set timezone = 'UTC'")
        _fill(con, "every_request", REQUESTS, self.requests)
        _fill(con, "accounts", ACCOUNTS, list(self.accounts.values()))
        work = Work(con, FIRST + timedelta(days=days - 1), {}, (), b"", 0)
        for number in range(days):
            day = FIRST + timedelta(days=number)
            con.execute(f"create or replace temp view requests as from every_request where ts::date = '{day}'")
            for query in contexts.function(work).tables.values():
                made = f"(select *, date '{day}' as dt from ({query}))"
                con.execute(f"insert into contexts from {made}" if number else f"create table contexts as from {made}")
        for table, query in lives.function(work).tables.items():
            con.execute(f"create table out_{table.name} as from ({query})")
        return con

    def found(self, what: str) -> list[tuple[Any, ...]]:
        """`what` of the third day's lives that were not there first."""
        return [row[1:] for row in rows(self.run(), "lives", f"life, {what}") if row[0] > 1]


def rows(con: duckdb.DuckDBPyConnection, table: str, what: str = "*") -> list[tuple[Any, ...]]:
    """`what` of a table that came out, sorted."""
    return con.execute(f"select {what} from out_{table} order by all").fetchall()


def suspected(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Accounts with a life that is suspected to be a thief's."""
    return {name for name, is_so in rows(con, "lives", "account_id, suspected") if is_so}


def _fill(con: duckdb.DuckDBPyConnection, name: str, table: Table, found: list[dict[str, Any]]) -> None:
    given = pa.Table.from_pylist(found, schema=table.arrow_schema)
    con.register("given", given)
    con.execute(f"create table {name} as from given")
    con.unregister("given")
