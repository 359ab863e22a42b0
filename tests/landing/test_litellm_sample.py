"""The sample's payloads, each mapped by hand here and compared."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.landing.build import Landed, Row, land, put_rows
from tests.landing.payloads import sample


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """The sample's day."""
    root: Path = tmp_path_factory.mktemp("lake")
    put_rows(root, sample(), "payloads.jsonl")
    return land(root)


def _status(payload: Row) -> int:
    return 200 if payload["status"] == "success" else int(payload["error_information"]["error_code"])


def _mapped(payload: Row) -> Row:
    messages = payload["messages"]
    calls = sum(len(message.get("tool_calls") or []) for message in messages)
    return {
        "source": "litellm_payload",
        "account_id": payload["metadata"]["user_api_key_user_id"],
        "ip": payload["requester_ip_address"],
        "user_agent": payload["user_agent"],
        "model": payload["model_group"],
        "operation": "chat",
        "tool_count": calls + sum(message["role"] == "tool" for message in messages),
        "stream": payload["model_parameters"]["stream"],
        "input_tokens": payload["prompt_tokens"],
        "output_tokens": payload["completion_tokens"],
        "status": _status(payload),
        "turns": len(messages),
        "prompt_chars": len([message for message in messages if message["role"] == "user"][-1]["content"]),
    }


def test_every_payload_maps_right(landed: Landed) -> None:
    wrong: list[tuple[str, str, Any, Any]] = []
    for payload in sample():
        row = landed.by_id[payload["id"]]
        wrong += [(payload["id"], key, row[key], value) for key, value in _mapped(payload).items() if row[key] != value]
    assert wrong == []


def test_times(landed: Landed) -> None:
    for payload in sample():
        row = landed.by_id[payload["id"]]
        assert row["ts"].timestamp() == pytest.approx(payload["startTime"], abs=2e-6)
        assert row["latency_ms"] == pytest.approx((payload["endTime"] - payload["startTime"]) * 1000, abs=1e-3)


def test_the_day_has_what_is_tested() -> None:
    assert Counter(_status(payload) for payload in sample()).keys() == {200, 429, 503}
    assert {payload["model_parameters"]["stream"] for payload in sample()} == {True, False}
    assert any(message["role"] == "tool" for payload in sample() for message in payload["messages"])


def test_nothing_is_lost_or_unknown(landed: Landed) -> None:
    landed.settle(len(sample()))
    assert landed.notes["unknown_columns"] == {}
    assert landed.notes["rows_by_source"] == {"litellm_payload": len(sample())}
    assert landed.quarantine == []
