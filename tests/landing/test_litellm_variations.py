"""Payloads that the sample lacks, made of one that it has."""

from typing import Any

import pytest

from tests.landing.build import Landed, Row, land, put_rows, request, said
from tests.landing.payloads import sample, varied

PLAIN = next(payload for payload in sample() if payload["status"] == "success" and not payload["stream"])
OWNER, KEY = "metadata.user_api_key_user_id", PLAIN["metadata"]["user_api_key_hash"]
TOOLS = [
    *said("weather?"),
    {"role": "assistant", "content": None, "tool_calls": [{"id": "1", "function": {"name": "a", "arguments": "{}"}}]},
    {"role": "tool", "content": "rain", "tool_call_id": "1"},
]
TWO_CALLS = [TOOLS[0], TOOLS[1] | {"tool_calls": TOOLS[1]["tool_calls"] * 2}, TOOLS[2], TOOLS[2]]
FAILED = {"status": "failure", "error_information.error_code": "429"}

CASES: dict[str, tuple[dict[str, Any], Row]] = {
    "owner": ({}, {"account_id": PLAIN["metadata"]["user_api_key_user_id"]}),
    "end_user": ({OWNER: None, "end_user": "eu-1"}, {"account_id": "eu-1"}),
    "end_user_for_empty": ({OWNER: "", "end_user": "eu-1"}, {"account_id": "eu-1"}),
    "key_for_owner": ({OWNER: None, "end_user": ""}, {"account_id": f"key-{KEY}"}),
    "owner_before_end_user": ({"end_user": "eu-1"}, {"account_id": PLAIN["metadata"]["user_api_key_user_id"]}),
    "forwarded_list": ({"requester_ip_address": "10.0.0.1, 73.247.157.254, 8.8.8.8"}, {"ip": "73.247.157.254"}),
    "forwarded_private": ({"requester_ip_address": "10.0.0.1, 192.168.0.1"}, {"ip": "10.0.0.1"}),
    "forwarded_spaces": ({"requester_ip_address": " 8.8.8.8 "}, {"ip": "8.8.8.8"}),
    "address_in_metadata": (
        {"requester_ip_address": None, "metadata.requester_ip_address": "8.8.4.4"},
        {"ip": "8.8.4.4"},
    ),
    "client_in_metadata": ({"user_agent": "", "metadata.user_agent": "curl/8"}, {"user_agent": "curl/8"}),
    "no_address": ({"requester_ip_address": None, "metadata.requester_ip_address": ""}, {"ip": None, "network": None}),
    "tools": ({"messages": TOOLS}, {"tool_count": 2, "turns": 3, "prompt_chars": 8}),
    "two_tools": ({"messages": TWO_CALLS}, {"tool_count": 4}),
    "no_tools": ({"messages": said("hi")}, {"tool_count": 0, "turns": 1}),
    "no_messages": ({"messages": None}, {"tool_count": None, "turns": None, "conversation": None}),
    "text_for_messages": ({"messages": "embed me"}, {"turns": None, "item": None}),
    "redacted": (
        {"messages": said("redacted-by-litellm")},
        {"turns": None, "item": None, "opening": None, "conversation": None},
    ),
    "limited": (FAILED, {"status": 429}),
    "failed_in_words": (FAILED | {"error_information.error_code": "Timeout"}, {"status": 500}),
    "failed_without_code": (FAILED | {"error_information.error_code": ""}, {"status": 500}),
    "failed_without_information": ({"status": "failure", "error_information": None}, {"status": 500}),
    "streamed": ({"model_parameters.stream": True, "stream": None}, {"stream": True}),
    "streamed_by_itself": ({"model_parameters.stream": ..., "stream": True}, {"stream": True}),
    "stream_unknown": ({"model_parameters.stream": None, "stream": None}, {"stream": None}),
    "no_address_at_all": ({"requester_ip_address": "unknown"}, {"ip": None, "network": None}),
    "model_alone": ({"model_group": ""}, {"model": PLAIN["model"]}),
    "clock_went_back": ({"endTime": PLAIN["startTime"] - 5}, {"latency_ms": None}),
    "ended_at_once": ({"endTime": PLAIN["startTime"]}, {"latency_ms": 0.0}),
    "no_end": ({"endTime": None}, {"latency_ms": None}),
    "end_in_words": ({"endTime": "soon"}, {"latency_ms": None}),
    "text": ({"call_type": "atext_completion"}, {"operation": "completion"}),
    "embedding": ({"call_type": "aembedding"}, {"operation": "embeddings"}),
    "responses": ({"call_type": "aresponses"}, {"operation": "responses"}),
    "image": ({"call_type": "aimage_generation"}, {"operation": "aimage_generation"}),
}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no_owner": (
        {OWNER: None, "end_user": None, "metadata.user_api_key_hash": None},
        "missing_value: account_id",
    ),
    "milliseconds": ({"startTime": PLAIN["startTime"] * 1000}, "other_day: ts"),
    "long_ago": ({"startTime": -9.2e12}, "other_day: ts"),
    "no_zone": ({"startTime": "2026-09-08T10:00:00"}, "time_zone_missing: ts"),
    "no_start": ({"startTime": None}, "missing_value: ts"),
    "no_time": ({"startTime": "soon"}, "wrong_type: ts"),
    "no_tokens": ({"prompt_tokens": None}, "missing_value: input_tokens"),
    "unknown_status": ({"status": "pending"}, "wrong_type: status"),
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All variations in one file."""
    root = tmp_path_factory.mktemp("lake")
    made = [varied(PLAIN, label, changes) for label, (changes, _) in CASES.items()]
    made += [varied(PLAIN, label, changes) for label, (changes, _) in REFUSED.items()]
    made += [
        varied(PLAIN, f"own-{origin}", {"metadata.internal_call_origin": origin}) for origin in ("router", "judge")
    ]
    put_rows(root, [*made, varied(PLAIN, "news", {"a_new_field": 1})])
    put_rows(root, [request("contract")], "contract.jsonl")
    return land(root)


@pytest.mark.parametrize("label", CASES)
def test_mapped(landed: Landed, label: str) -> None:
    expected = CASES[label][1]
    assert {name: landed.by_id[label][name] for name in expected} == expected


@pytest.mark.parametrize("label", REFUSED)
def test_refused(landed: Landed, label: str) -> None:
    row = len(CASES) + list(REFUSED).index(label) + 1
    assert landed.reasons.get(("a.jsonl", row)) == REFUSED[label][1]


def test_litellms_own_calls_are_left_out(landed: Landed) -> None:
    assert landed.facts["rows_left_out"] == 2
    assert not any(row["request_id"].startswith("own-") for row in landed.requests)
    assert len(landed.quarantine) == len(REFUSED)


def test_every_row_is_accounted_for(landed: Landed) -> None:
    landed.settle(len(CASES) + len(REFUSED) + 4)


def test_shapes_are_told_apart_by_file(landed: Landed) -> None:
    assert landed.by_id["contract"]["source"] == "contract"
    assert landed.notes["rows_by_source"] == {"litellm_payload": len(CASES) + len(REFUSED) + 3, "contract": 1}
    assert landed.notes["unknown_columns"] == {"litellm_payload column a_new_field": 1}
