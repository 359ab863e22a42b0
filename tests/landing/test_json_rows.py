"""One bad line between two good ones: it goes to quarantine with its reason and number, they are taken."""

import json
from typing import Any

import pytest

from tests.landing.build import Landed, land, put, request, without


def _bad(**changes: Any) -> bytes:
    return json.dumps(request("bad", **changes)).encode()


def _lacking(name: str) -> bytes:
    return json.dumps(without(request("bad"), name)).encode()


CASES = {
    # what is no JSON object
    "not_json": (b'{"request_id": oops}', "invalid_json"),
    "cut_short": (_bad()[:40], "invalid_json"),
    "list": (b"[1, 2]", "invalid_json"),
    "number": (b"7", "invalid_json"),
    "word": (b'"hello"', "invalid_json"),
    "null": (b"null", "invalid_json"),
    "two_on_one_line": (b'{"a":1}{"b":2}', "invalid_json"),
    "two_requests_on_one_line": (_bad() + b" " + _bad(), "invalid_json"),
    "trailing_comma": (_bad() + b",", "invalid_json"),
    "not_utf8": (_bad().replace(b"quartz", b"qu\xff\xfe"), "invalid_json"),
    "nul_byte": (_bad().replace(b"quartz", b"qu\0"), "invalid_json"),
    "half_a_surrogate": (_bad().replace(b"quartz", b"qu\\ud800"), "invalid_json"),
    # what is missing
    **{f"no_{name}": (_lacking(name), f"missing_value: {name}") for name in request()},
    **{f"null_{name}": (_bad(**{name: None}), f"missing_value: {name}") for name in request()},
    "blank_account": (_bad(account_id="  "), "missing_value: account_id"),
    "empty_model": (_bad(model=""), "missing_value: model"),
    # a wrong type in each kind of column
    "id_object": (_bad(account_id={"a": 1}), "wrong_type: account_id"),
    "id_list": (_bad(request_id=["a"]), "wrong_type: request_id"),
    "int32_word": (_bad(status="abc"), "wrong_type: status"),
    "int32_fraction": (_bad(tool_count=1.5), "wrong_type: tool_count"),
    "int32_too_large": (_bad(tool_count=2**31), "wrong_type: tool_count"),
    "int64_word": (_bad(input_tokens="many"), "wrong_type: input_tokens"),
    "int64_fraction": (_bad(input_tokens=5.5), "wrong_type: input_tokens"),
    "int64_too_large": (_bad(input_tokens=2**70), "wrong_type: input_tokens"),
    "int64_object": (_bad(output_tokens={}), "wrong_type: output_tokens"),
    "int64_true": (_bad(output_tokens=True), "wrong_type: output_tokens"),
    "boolean_word": (_bad(stream="maybe"), "wrong_type: stream"),
    "double_word": (_bad(latency_ms="fast"), "wrong_type: latency_ms"),
    "double_nan": (_bad(latency_ms=float("nan")), "wrong_type: latency_ms"),
    "double_infinite": (_bad(latency_ms=float("inf")), "wrong_type: latency_ms"),
    "double_too_large": (_bad().replace(b"200}", b'200, "latency_ms": 1e999}'), "wrong_type: latency_ms"),
    "double_nan_as_text": (_bad(latency_ms="nan"), "wrong_type: latency_ms"),
    "time_word": (_bad(ts="yesterday"), "wrong_type: ts"),
    "time_number": (_bad(ts=1788861600), "wrong_type: ts"),
    "time_no_such_minute": (_bad(ts="2026-09-08T10:61:00Z"), "wrong_type: ts"),
    # a time without its zone
    "zone_missing": (_bad(ts="2026-09-08T10:00:00"), "time_zone_missing: ts"),
    "zone_missing_space": (_bad(ts="2026-09-08 10:00:00.25"), "time_zone_missing: ts"),
    "zone_missing_endless": (_bad(ts="infinity"), "time_zone_missing: ts"),
    "zone_missing_date": (_bad(ts="2026-09-08"), "time_zone_missing: ts"),
    # another day, in UTC
    "week_before": (_bad(ts="2026-08-31T23:59:59.999999Z"), "other_day: ts"),
    "days_after": (_bad(ts="2026-09-10T00:00:00Z"), "other_day: ts"),
    "week_before_by_zone": (_bad(ts="2026-09-01T01:00:00+02:00"), "other_day: ts"),
    "days_after_by_zone": (_bad(ts="2026-09-09T23:00:00-01:00"), "other_day: ts"),
    # numbers out of range
    "tokens_negative": (_bad(input_tokens=-1), "out_of_range: input_tokens"),
    "tokens_too_many": (_bad(output_tokens=1e13), "out_of_range: output_tokens"),
    "status_low": (_bad(status=99), "out_of_range: status"),
    "status_high": (_bad(status=600), "out_of_range: status"),
    "tools_negative": (_bad(tool_count=-1), "out_of_range: tool_count"),
    "latency_negative": (_bad(latency_ms=-0.1), "out_of_range: latency_ms"),
    # ids
    "request_id_long": (_bad(request_id="r" * 257), "broken_id: request_id"),
    "account_id_long": (_bad(account_id="a" * 257), "broken_id: account_id"),
    "request_id_tab": (_bad(request_id="r\t1"), "broken_id: request_id"),
    "request_id_nul": (_bad(request_id="r\x00"), "broken_id: request_id"),
    "account_id_line": (_bad(account_id="a\nb"), "broken_id: account_id"),
    "account_id_delete": (_bad(account_id="a\x7f"), "broken_id: account_id"),
}


def _row(label: str, place: str) -> bytes:
    return json.dumps(request(f"{label}-{place}")).encode()


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All cases in one file, each between two good lines."""
    root = tmp_path_factory.mktemp("lake")
    content = [line for label, (bad, _) in CASES.items() for line in (_row(label, "before"), bad, _row(label, "after"))]
    put(root, "a.jsonl", b"\n".join(content) + b"\n")
    return land(root)


@pytest.mark.parametrize("label", CASES)
def test_reason_and_place(landed: Landed, label: str) -> None:
    first = 3 * list(CASES).index(label) + 1
    found = [landed.reasons.get(("a.jsonl", row)) for row in range(first, first + 3)]
    assert found == [None, CASES[label][1], None]
    assert {f"{label}-before", f"{label}-after"} <= landed.by_id.keys()


def test_every_line_is_accounted_for(landed: Landed) -> None:
    landed.settle(3 * len(CASES))


def test_notes_count_each_reason(landed: Landed) -> None:
    assert landed.notes["quarantined"]["other_day: ts"] == 4
    assert sum(landed.notes["quarantined"].values()) == landed.facts["rows_quarantined"]
