"""Rows of `logs` as new-api writes them, each with one thing that another version or kind of request has."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.sources import recognise
from tasks.sources.new_api_logs import SOURCE
from tests.landing.build import Landed, Row, land, put_rows
from tests.sources.new_api_logs.build import AT, billed, failed, other

# 00:00:05 of the day.
MIDNIGHT = AT - 10 * 3600 + 5
CASES: dict[str, tuple[Row, Row]] = {
    "served": (
        billed(1),
        {
            "account_id": "11",
            "ts": datetime(2026, 9, 8, 9, 59, 57, tzinfo=UTC),
            "model": "gpt-4o-mini",
            "operation": "chat",
            "input_tokens": 120,
            "output_tokens": 45,
            "status": 200,
            "latency_ms": 3000.0,
            "stream": True,
            "ip": None,
            "turns": None,
            "source": "new_api_logs",
        },
    ),
    "plain": (billed(2, is_stream=False), {"stream": False}),
    "measured_by_nobody": (billed(3, use_time=0), {"latency_ms": None, "ts": datetime.fromtimestamp(AT, UTC)}),
    "over_midnight": (billed(4, created_at=MIDNIGHT, use_time=30), {"ts": datetime.fromtimestamp(MIDNIGHT, UTC)}),
    "just_after_midnight": (
        billed(5, created_at=MIDNIGHT, use_time=5),
        {"ts": datetime.fromtimestamp(MIDNIGHT - 5, UTC)},
    ),
    "address_logged": (billed(6, ip="8.8.8.8"), {"ip": "8.8.8.8"}),
    "refused": (failed(7), {"status": 429, "output_tokens": 0, "operation": "chat"}),
    "refused_without_status": (failed(8, other='{"error_type":"openai_error"}'), {"status": 500}),
    "fined": (billed(9, other=other(violation_fee=True, status_code=403, request_path=...)), {"status": 403}),
    "details_broken": (billed(10, other="{"), {"status": 200, "operation": None}),
    "details_missing": (billed(11, other=""), {"status": 200, "operation": None}),
    "details_no_object": (billed(12, other='["x"]'), {"status": 200, "operation": None}),
    "before_request_ids": (billed(13, request_id=""), {"request_id": "new-api-13"}),
    "claude": (
        billed(14, other=other(claude=True, cache_tokens=1000, cache_creation_tokens=200, cache_write_tokens=300)),
        {"input_tokens": 1420},
    ),
    "claude_before_cache_was_split": (
        billed(15, other=other(claude=True, cache_tokens=1000, cache_creation_tokens=200)),
        {"input_tokens": 1320},
    ),
    "cached_by_openai": (billed(16, other=other(cache_tokens=100)), {"input_tokens": 120}),
    "task": (billed(17, other=other(is_task=True, request_path="/v1/video/generations")), {"operation": "video"}),
    "responses": (billed(18, other=other(request_path="/v1/responses/compact")), {"operation": "responses"}),
    "messages": (billed(19, other=other(request_path="/v1/messages")), {"operation": "chat"}),
    "gemini": (
        billed(20, other=other(request_path="/v1beta/models/gemini-2.5-pro:streamGenerateContent")),
        {"operation": "chat"},
    ),
    "gemini_embedding": (
        billed(21, other=other(request_path="/v1beta/models/text-embedding-004:batchEmbedContents")),
        {"operation": "embeddings"},
    ),
    "completion": (billed(22, other=other(request_path="/v1/completions")), {"operation": "completion"}),
    "embedding": (billed(23, other=other(request_path="/v1/embeddings")), {"operation": "embeddings"}),
    "image": (billed(24, other=other(request_path="/v1/images/generations")), {"operation": "images"}),
    "elsewhere": (billed(25, other=other(request_path="/mj/submit/imagine")), {"operation": None}),
    "named_like_a_test": (billed(26, token_name="模型测试"), {"account_id": "11"}),
    "playground": (billed(27, token_id=0, token_name="playground-default"), {"account_id": "11"}),
}
REFUSED: dict[str, tuple[Row, str]] = {
    "milliseconds": (billed(50, created_at=AT * 1000), "other_day: ts"),
    "no_time": (billed(51, created_at="soon"), "wrong_type: ts"),
    "beyond_time": (billed(52, created_at=1e300), "wrong_type: ts"),
    "no_user": (billed(53, user_id=None), "missing_value: account_id"),
    "no_id": (billed(54, id=None, request_id=None), "missing_value: request_id"),
    "no_id_either": (billed(55, id=None, request_id=None), "missing_value: request_id"),
    "no_tokens": (billed(56, prompt_tokens=None), "missing_value: input_tokens"),
    "no_status_at_all": (failed(57, 0), "out_of_range: status"),
}
LEFT_OUT: list[Row] = [
    billed(70, type=1, other="{}"),
    billed(71, type=3, other="{}"),
    billed(72, type=4, other="{}"),
    billed(73, type=6, other=other(task_id="t-1")),
    billed(74, type=7, other='{"op":{"action":"user.login"}}'),
    billed(75, type=None),
    # The price of a task is put right.
    billed(76, other=other(task_id="t-2", pre_consumed_quota=9, actual_quota=12)),
    # The gateway tests a channel.
    billed(77, user_id=1, token_id=0, token_name="模型测试"),
]
ATTEMPTS: list[Row] = [
    failed(80, 503, request_id="served-at-last"),
    failed(81, 500, request_id="served-at-last"),
    billed(82, request_id="served-at-last"),
    failed(83, 503, request_id="refused-at-last"),
    failed(84, 429, request_id="refused-at-last"),
    billed(85, request_id="fined", use_time=9, other=other(violation_fee=True, status_code=400)),
    failed(86, 500, request_id="fined"),
]


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All rows in one file."""
    root = tmp_path_factory.mktemp("lake")
    taken = [row for row, _ in (*CASES.values(), *REFUSED.values())]
    put_rows(root, [*taken, *LEFT_OUT, *ATTEMPTS, billed(90, a_new_column=1)])
    return land(root)


@pytest.mark.parametrize("label", CASES)
def test_mapped(landed: Landed, label: str) -> None:
    row, expected = CASES[label]
    found = landed.by_id[str(expected.get("request_id", row["request_id"]))]
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("label", REFUSED)
def test_refused(landed: Landed, label: str) -> None:
    place = len(CASES) + list(REFUSED).index(label) + 1
    assert landed.reasons.get(("a.jsonl", place)) == REFUSED[label][1]


@pytest.mark.parametrize(("request_id", "status"), [("served-at-last", 200), ("refused-at-last", 429), ("fined", 400)])
def test_a_request_is_its_last_attempt(landed: Landed, request_id: str, status: int) -> None:
    assert landed.by_id[request_id]["status"] == status


def test_what_is_no_request_is_left_out(landed: Landed) -> None:
    attempts = len(ATTEMPTS) - 3
    assert landed.facts["rows_left_out"] == len(LEFT_OUT) + attempts
    assert not {row["request_id"] for row in LEFT_OUT} & set(landed.by_id)
    landed.settle(len(CASES) + len(REFUSED) + len(LEFT_OUT) + len(ATTEMPTS) + 1)


def test_new_columns_are_told(landed: Landed) -> None:
    assert landed.notes["unknown_columns"] == {"new_api_logs column a_new_column": 1}


def test_nothing_that_an_upstream_said_is_kept(landed: Landed) -> None:
    kept = [str(row) for row in (*landed.requests, *landed.quarantine)]
    assert kept
    assert not [row for row in kept if "too many requests" in row]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ({"token_id": 5}, {"token_id": 5, "token_name": "renamed"}, True),
        ({"token_id": 5}, {"token_id": 6}, False),
        ({"token_id": None, "user_id": 1}, {"token_id": None, "user_id": 2}, False),
        ({"token_id": 0, "user_id": 1}, {"token_id": 0, "user_id": 1}, True),
    ],
)
def test_keys_are_told_apart(tmp_path: Any, one: Row, two: Row, same: bool) -> None:
    put_rows(tmp_path, [billed(1, **one), billed(2, **two)])
    keys = [row["api_key_id"] for row in land(tmp_path).requests]
    assert None not in keys
    assert (keys[0] == keys[1]) is same


@pytest.mark.parametrize("missing", ["request_id", "other", "ip", "channel_id"])
def test_earlier_versions_are_recognised(missing: str) -> None:
    assert recognise(SOURCE.table, [name for name in billed(1) if name != missing]) is SOURCE
