"""The shapes that landed files come in; each gives rows with the contract's columns, mostly as text.

A source is named in the settings or recognised by a file's first row. JSON sources read the relation
`landed(row_number, json)`, where json is null in a row that is no JSON object. Every source gives `row_number`,
`broken`, the contract's columns and `left_out` (a row that is no customer's).
"""

import json
import re
from pathlib import Path
from typing import Any

import duckdb

from tasks.contracts.declaration import Column, Table
from tasks.contracts.landing import LANDING_REQUESTS

# Keys by which a first row is recognised, and the names that the shape uses for what we do not read.
MARKS = {"litellm_payload": {"id", "startTime", "metadata"}}
PAYLOAD_KEYS = frozenset(
    [
        "api_base",
        "autorouter_baseline_observation",
        "autorouter_savings",
        "autorouter_savings_estimate",
        "cache_hit",
        "cache_key",
        "call_type",
        "completionStartTime",
        "completion_tokens",
        "cost_breakdown",
        "custom_llm_provider",
        "endTime",
        "end_user",
        "error_information",
        "error_str",
        "guardrail_information",
        "hidden_params",
        "id",
        "litellm_call_id",
        "messages",
        "metadata",
        "model",
        "model_group",
        "model_id",
        "model_map_information",
        "model_parameters",
        "prompt_tokens",
        "request_model_access_groups",
        "request_tags",
        "requester_ip_address",
        "response",
        "response_cost",
        "response_cost_failure_debug_info",
        "response_time",
        "saved_cache_cost",
        "session_id",
        "standard_built_in_tools_params",
        "startTime",
        "status",
        "status_fields",
        "stream",
        "total_tokens",
        "trace_id",
        "user_agent",
        "zero_cost_diagnostic",
    ]
)


_MESSAGES = [{"role": "VARCHAR", "content": "VARCHAR"}]


def recognise(keys: set[str], source: str, table: Table) -> str:
    """The source of a JSON file: `source` if the settings name one, else by the `keys` of its first row."""
    if table is not LANDING_REQUESTS:
        return "contract"
    if source != "auto":
        return source
    return next((name for name, marks in MARKS.items() if marks <= keys), "contract")


def json_query(source: str, table: Table) -> str:
    """The query that maps `landed(row_number, json)` to the table's columns as text."""
    if source == "litellm_payload":
        return Path(__file__).with_name("litellm_payload.sql").read_text()
    shape: dict[str, Any] = {
        column.name: _MESSAGES if column.privacy == "text" else "VARCHAR" for column in table.columns
    }
    names = ", ".join(f'p."{column.name}"' for column in table.columns)
    return (
        f"select row_number, p is null as broken, {names}, false as left_out from "
        f"(select row_number, json_transform(json, '{json.dumps(shape)}') as p from landed)"
    )


def known_keys(source: str, table: Table) -> frozenset[str]:
    """The keys or columns that the source is known to have; any other is counted and shown."""
    own = frozenset(column.name for column in table.columns) | {"dt"}
    return PAYLOAD_KEYS if source == "litellm_payload" else own


def parquet_query(con: duckdb.DuckDBPyConnection, scan: str, table: Table) -> tuple[str, list[str], list[str]]:
    """(query, columns that are missing, columns that nobody knows) for a Parquet file in the contract's shape.

    A column of the declared type is taken as it is; any other is read as text and cast like JSON.
    """
    found = {name: kind for name, kind, *_ in con.execute(f"describe select * from {scan}").fetchall()}
    found.pop("file_row_number", None)
    columns = ", ".join(_taken(column, found.get(column.name)) for column in table.columns)
    missing = [column.name for column in table.columns if column.needed and column.name not in found]
    unknown = sorted(set(found) - known_keys("contract", table))
    query = f"select file_row_number + 1 as row_number, false as broken, {columns}, false as left_out from {scan}"
    return query, missing, unknown


def unusable_messages(con: duckdb.DuckDBPyConnection, scan: str) -> bool:
    """Whether a Parquet file has a column `messages` of a type that none can be read from."""
    kinds = [kind for name, kind, *_ in con.execute(f"describe select * from {scan}").fetchall() if name == "messages"]
    return any(_messages('"messages"', kind) is None for kind in kinds)


def _messages(name: str, kind: str) -> str | None:
    """The expression that reads messages from a column of this type, by its members' names; None if there is none."""
    if kind in ("VARCHAR", "JSON"):
        return f"json_transform(case when json_valid({name}) then {name} end, '{json.dumps(_MESSAGES)}')"
    # Cast by place, a struct of other members would pass for one of ours.
    if kind.endswith("[]") and all(re.search(rf"(?i)\b{member}\b", kind) for member in _MESSAGES[0]):
        return f"list_transform({name}, lambda m: {{'role': m.role::varchar, 'content': m.content::varchar}})"
    return None


def _taken(column: Column, kind: str | None) -> str:
    name = f'"{column.name}"'
    if kind is None or kind == '"NULL"':
        return f"null::{column.duckdb if column.privacy == 'text' else 'varchar'} as {name}"
    if column.privacy == "text":
        return f"{_messages(name, kind) or f'null::{column.duckdb}'} as {name}"
    if column.duckdb == "TIMESTAMPTZ" and kind.startswith("TIMESTAMP") and "ZONE" in kind:
        return f"{name}::timestamptz as {name}"
    return f"{name} as {name}" if kind == column.duckdb else f"{name}::varchar as {name}"
