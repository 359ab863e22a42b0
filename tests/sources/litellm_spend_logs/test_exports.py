"""Rows that LiteLLM itself wrote, in each form of export, each mapped by hand here and compared."""

import hashlib
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.landing.build import Row
from tests.sources.litellm_spend_logs.build import FORMS, Exports, LandedDay, land

OPERATIONS = {
    "acompletion": "chat",
    "anthropic_messages": "chat",
    "atext_completion": "completion",
    "aembedding": "embeddings",
    "aresponses": "responses",
}
OWN = ("litellm-internal-health-check", "")


@pytest.fixture(scope="module", params=FORMS)
def landed(request: pytest.FixtureRequest, exports: Exports, tmp_path_factory: pytest.TempPathFactory) -> LandedDay:
    """The day of one form of export."""
    name = f"spend_logs.{request.param}"
    return land(tmp_path_factory.mktemp("lake"), exports.day, {f"requests/{name}": exports.read(name)})


def _error(row: Row) -> str:
    return (row["metadata"].get("error_information") or {}).get("error_code") or ""


def _is_taken(row: Row) -> bool:
    unknown = _error(row) == "401"
    return row["api_key"] not in OWN and not unknown and bool(row["model_group"] or row["model"])


def _id(row: Row) -> str:
    long = len(row["request_id"]) > 256
    return hashlib.sha256(row["request_id"].encode()).hexdigest() if long else row["request_id"]


def _account(row: Row) -> str:
    return str(row["user"] or row["end_user"] or f"key-{row['api_key']}")


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _mapped(row: Row) -> Row:
    body = row["proxy_server_request"]
    return {
        "source": "litellm_spend_logs",
        "ts": _time(row["startTime"]),
        "account_id": _account(row),
        "ip": "73.247.157.254",
        "user_agent": "probe/1.0",
        "model": row["model_group"] or row["model"],
        "operation": OPERATIONS[row["call_type"]],
        "stream": body.get("stream"),
        "input_tokens": row["prompt_tokens"],
        "output_tokens": row["completion_tokens"],
        "status": int(_error(row)) if row["status"] == "failure" else 200,
        "latency_ms": (_time(row["endTime"]) - _time(row["startTime"])).total_seconds() * 1000,
    }


def test_every_row_maps_right(exports: Exports, landed: LandedDay) -> None:
    wrong: list[tuple[str, str, Any, Any]] = []
    for row in filter(_is_taken, exports.rows("spend_logs")):
        found = landed.by_id[_id(row)]
        wrong += [(_id(row), name, found[name], value) for name, value in _mapped(row).items() if found[name] != value]
    assert wrong == []


def test_nothing_is_lost_or_unknown(exports: Exports, landed: LandedDay) -> None:
    rows = exports.rows("spend_logs")
    taken = list(filter(_is_taken, rows))
    landed.settle(len(rows))
    assert set(landed.by_id) == set(map(_id, taken))
    assert landed.facts["rows_left_out"] == len(rows) - len(taken)
    assert landed.quarantine == []
    assert landed.notes["unknown_columns"] == {}


def test_what_is_no_customers_request_is_left_out(exports: Exports) -> None:
    left_out = [row for row in exports.rows("spend_logs") if not _is_taken(row)]
    kinds = Counter((row["api_key"] in OWN, _error(row)) for row in left_out)
    # Four models were checked; one caller had no key; one had a wrong one; one listed batches.
    assert kinds == {(True, ""): 5, (False, "401"): 1, (False, "501"): 1}


@pytest.mark.parametrize(
    ("asked", "turns", "chars", "tools"),
    [
        ("Name a river.", 2, 13, 0),
        ("Name a lake.", 1, 12, 0),
        ("Look it up.", 3, 11, 2),
        ("Once upon a time", 1, 16, 0),
        ("a stone", 2, 6, 0),
        ("Name a sea.", 2, 11, 0),
        ("input_text", 1, 11, 2),
        ("tool_use", 4, None, 2),
        ("redacted-by-litellm", None, None, None),
    ],
)
def test_text_is_found_in_the_body_of_each_api(
    exports: Exports, landed: LandedDay, asked: str, turns: int | None, chars: int | None, tools: int | None
) -> None:
    bodies = {_id(row): str(row["proxy_server_request"]) for row in filter(_is_taken, exports.rows("spend_logs"))}
    found = landed.by_id[next(name for name, body in bodies.items() if asked in body)]
    assert (found["turns"], found["tool_count"]) == (turns, tools)
    assert chars is None or found["prompt_chars"] == chars


def test_without_stored_prompts_there_is_no_text(exports: Exports, landed: LandedDay) -> None:
    rows = [row for row in exports.rows("spend_logs") if _is_taken(row) and row["proxy_server_request"] == {}]
    assert {row["status"] for row in rows} == {"success", "failure"}
    for row in rows:
        found = landed.by_id[row["request_id"]]
        assert {found[name] for name in ("turns", "tool_count", "stream", "conversation", "item")} == {None}


def test_a_long_text_is_cut_by_litellm(exports: Exports, landed: LandedDay) -> None:
    longest = max(landed.requests, key=lambda row: row["prompt_chars"] or 0)
    assert 2048 < longest["prompt_chars"] < len("Long. " * 800)


def test_one_text_has_one_fingerprint_in_every_row(landed: LandedDay) -> None:
    items = Counter(row["item"] for row in landed.requests if row["item"])
    # The refused one was asked twice with its text stored, and so was the one that the cache answered.
    assert sorted(items.values())[-2:] == [2, 2]


def test_a_client_can_keep_itself_out_of_the_log_where_that_is_allowed(exports: Exports) -> None:
    bodies = [row["proxy_server_request"] for row in exports.rows("spend_logs") if row["user"] == "acct-ben"]
    assert "Name a bird." in str(bodies)
    assert "Name a cave." not in str(bodies)
    # Later it was not allowed: of the three rows without a body, one asked for it.
    assert bodies.count({}) == 3
