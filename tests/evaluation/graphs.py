"""Tiny graphs of accounts and values, as methods are given them."""

from collections.abc import Iterable

import duckdb
import pyarrow as pa

Tie = tuple[str, str, str]


def graph(ties: Iterable[Tie]) -> duckdb.DuckDBPyConnection:
    """A connection with shared_values(account_id, kind, value)."""
    con = duckdb.connect()
    names = ("account_id", "kind", "value")
    rows = [dict(zip(names, tie, strict=True)) for tie in ties]
    con.register("drawn", pa.Table.from_pylist(rows))
    con.execute("create table shared_values as from drawn")
    return con


def block(accounts: str, values: int, kind: str = "device") -> list[Tie]:
    """Every account, named by a letter, on every one of so many values."""
    return [(account, kind, f"{accounts}-{kind}-{number}") for account in accounts for number in range(values)]


def found(table: pa.Table) -> dict[str, set[str]]:
    """group -> its accounts."""
    groups: dict[str, set[str]] = {}
    for row in table.to_pylist():
        groups.setdefault(row["group_id"], set()).add(row["account_id"])
    return groups
