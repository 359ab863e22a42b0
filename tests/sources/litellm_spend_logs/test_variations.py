"""Traps that need rows which LiteLLM writes seldom, each made of one that it wrote."""

import copy
import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.landing.build import Row, lines
from tests.sources.litellm_spend_logs.build import RECORDED, Exports, LandedDay, land

EXPORTS = Exports(RECORDED)
PLAIN = next(row for row in EXPORTS.rows("spend_logs") if row["user"] == "acct-ada" and "Name a river." in str(row))
DAY = str(EXPORTS.day)
CALL, FAILED = "proxy_server_request", {"status": "failure"}
HELLO = {"role": "user", "content": "Hello."}
HIDDEN = {"role": "user", "content": "redacted-by-litellm"}

CASES: dict[str, tuple[dict[str, Any], Row]] = {
    "owner_in_metadata_first": ({"user": "someone"}, {"account_id": "acct-ada"}),
    "owner_in_its_column": ({"metadata.user_api_key_user_id": None}, {"account_id": "acct-ada"}),
    "end_user": ({"metadata.user_api_key_user_id": "", "user": "", "end_user": "eu-1"}, {"account_id": "eu-1"}),
    "key": (
        {"metadata.user_api_key_user_id": None, "user": None, "end_user": ""},
        {"account_id": f"key-{PLAIN['api_key']}"},
    ),
    "address_as_the_socket_saw_it": ({"requester_ip_address": "8.8.8.8"}, {"ip": "8.8.8.8"}),
    "forwarded_by_private_ones": ({"requester_ip_address": "10.0.0.1, 8.8.8.8, 8.8.4.4"}, {"ip": "8.8.8.8"}),
    "address_in_metadata": (
        {"requester_ip_address": "", "metadata.requester_ip_address": "8.8.4.4"},
        {"ip": "8.8.4.4"},
    ),
    "no_metadata": ({"metadata": {}}, {"account_id": "acct-ada", "user_agent": None, "status": 200}),
    "failed_without_code": (FAILED | {"metadata.error_information": None}, {"status": 500}),
    "failed_in_words": (FAILED | {"metadata.error_information": {"error_code": "Timeout"}}, {"status": 500}),
    "failed_in_metadata_alone": ({"status": None, "metadata.status": "failure"}, {"status": 500}),
    "own_key_refused": (FAILED | {"metadata.error_information": {"error_code": "401"}}, {"status": 401}),
    "model_alone": ({"model_group": ""}, {"model": PLAIN["model"]}),
    "clock_went_back": ({"endTime": f"{DAY}T00:00:00"}, {"latency_ms": None}),
    "zone_named": ({"startTime": f"{DAY}T11:00:00+01:00", "endTime": f"{DAY}T10:00:01Z"}, {"latency_ms": 1000.0}),
    "image": ({"call_type": "aimage_generation"}, {"operation": "aimage_generation"}),
    "kept_under_a_digest": ({"request_id": "resp_" + "x" * 400}, {"operation": "chat"}),
    "prompt_in_tokens": ({CALL: {"prompt": [1, 2, 3]}}, {"turns": 1, "prompt_chars": len("[1,2,3]")}),
    "several_prompts": ({CALL: {"prompt": ["a", "bc"]}}, {"turns": 2, "prompt_chars": 2}),
    "prompt_like_a_list": ({CALL: {"prompt": '["unfinished'}}, {"turns": 1, "prompt_chars": 12}),
    "prompt_like_items": ({CALL: {"input": "[{unfinished"}}, {"turns": 1, "prompt_chars": 12}),
    "real_time": ({CALL: {}, "messages": [HELLO], "call_type": "_arealtime"}, {"turns": 1, "prompt_chars": 6}),
    "system_in_parts": (
        {CALL: {"system": [{"type": "text", "text": "Be kind."}], "messages": [HELLO]}},
        {"turns": 2, "prompt_chars": 6},
    ),
    "nothing_asked": ({CALL: {"instructions": "Be kind."}}, {"turns": None, "conversation": None}),
    "hidden": ({CALL: {"messages": [HIDDEN], "prompt": "", "input": ""}}, {"turns": None, "conversation": None}),
    "hidden_by_the_client": ({CALL: {"messages": [HIDDEN, HELLO]}}, {"turns": 2, "prompt_chars": 6}),
    "body_is_text": ({CALL: "{}"}, {"turns": None, "stream": None}),
}
LEFT_OUT: dict[str, dict[str, Any]] = {
    "router": {"metadata.internal_call_origin": "autorouter_classifier"},
    "judge": {"metadata.internal_call_origin": "llm_as_a_judge_guardrail"},
    "health_check_with_its_key_hashed": {"api_key": hashlib.sha256(b"litellm-internal-health-check").hexdigest()},
    "no_model": {"model": "", "model_group": None},
    "earlier": {"request_id": f"{PLAIN['request_id']}-attempt-0"},
    "wrong_key": FAILED
    | {"metadata.user_api_key_user_id": None, "user": "", "metadata.error_information": {"error_code": "401"}},
    "no_key": FAILED | {"metadata.user_api_key_user_id": None, "user": "", "api_key": ""},
}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no_account": ({"metadata.user_api_key_user_id": None, "user": "", "api_key": ""}, "missing_value: account_id"),
    "no_start": ({"startTime": None}, "missing_value: ts"),
    "in_milliseconds": ({"startTime": 1788861600000}, "wrong_type: ts"),
    "no_tokens": ({"prompt_tokens": None}, "missing_value: input_tokens"),
    "unknown_status": ({"status": "pending"}, "wrong_type: status"),
}


def _varied(label: str, changes: dict[str, Any]) -> Row:
    """The plain row under another id; changes are by dotted path."""
    made = copy.deepcopy(PLAIN) | {"request_id": label}
    for path, value in changes.items():
        *above, name = path.split(".")
        place = made
        for key in above:
            place = place[key]
        place[name] = value
    return made


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> LandedDay:
    """All variations in one file."""
    changes = {label: case for label, (case, _) in CASES.items()} | LEFT_OUT
    changes |= {label: case for label, (case, _) in REFUSED.items()}
    rows = lines(_varied(label, case) for label, case in changes.items())
    return land(tmp_path_factory.mktemp("lake"), EXPORTS.day, {"requests/a.jsonl": rows})


@pytest.mark.parametrize("label", CASES)
def test_mapped(landed: LandedDay, label: str) -> None:
    changes, expected = CASES[label]
    long = changes.get("request_id", "")
    row = landed.by_id[hashlib.sha256(long.encode()).hexdigest() if long else label]
    assert {name: row[name] for name in expected} == expected


def test_left_out(landed: LandedDay) -> None:
    assert landed.facts["rows_left_out"] == len(LEFT_OUT)
    assert not set(LEFT_OUT) & set(landed.by_id)


@pytest.mark.parametrize("label", REFUSED)
def test_refused(landed: LandedDay, label: str) -> None:
    row = len(CASES) + len(LEFT_OUT) + list(REFUSED).index(label) + 1
    assert landed.reasons.get(("a.jsonl", row)) == REFUSED[label][1]


def test_every_row_is_accounted_for(landed: LandedDay) -> None:
    landed.settle(len(CASES) + len(LEFT_OUT) + len(REFUSED))
    assert landed.notes["rows_by_source"] == {"litellm_spend_logs": len(CASES) + len(LEFT_OUT) + len(REFUSED)}


def test_no_text_and_no_key_is_kept(tmp_path: Path) -> None:
    shown = {CALL: {"messages": [{"role": "user", "content": "The canary sings."}]}, "api_key": "sk-canary-in-clear"}
    changes = shown | {"metadata.user_api_key_user_id": None, "user": "", "prompt_tokens": "The canary sings."}
    rows = lines([_varied("kept", shown), _varied("refused", changes)])
    land(tmp_path, EXPORTS.day, {"requests/a.jsonl": rows})
    staged = [path.read_bytes() for path in (tmp_path / "_staging").rglob("*") if path.is_file()]
    assert len(staged) > 3
    assert not any(b"canary" in content for content in staged)
