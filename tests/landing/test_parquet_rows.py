"""Bad rows in Parquet: each goes to quarantine with its reason and row; a type that only differs in width is taken."""

from typing import Any

import pyarrow as pa
import pytest

from tests.landing.build import DAY, Landed, Row, land, parquet, put_parquet, request, without

TEXT, LONG, DOUBLE = pa.string(), pa.int64(), pa.float64()

BAD: dict[str, tuple[Row, Any, str]] = {
    "naive_us": ({"ts": f"{DAY}T10:00:00"}, pa.timestamp("us"), "time_zone_missing: ts"),
    "naive_ns": ({"ts": f"{DAY}T10:00:00"}, pa.timestamp("ns"), "time_zone_missing: ts"),
    "date": ({"ts": DAY}, pa.date32(), "time_zone_missing: ts"),
    "time_word": ({"ts": "yesterday"}, TEXT, "wrong_type: ts"),
    "time_number": ({"ts": 1788861600}, LONG, "wrong_type: ts"),
    "other_day": ({"ts": "2026-09-10T00:00:00Z"}, pa.timestamp("us", "UTC"), "other_day: ts"),
    "int32_word": ({"status": "ok"}, TEXT, "wrong_type: status"),
    "int32_range": ({"status": 70_000}, LONG, "out_of_range: status"),
    "int32_too_large": ({"tool_count": 2**31}, LONG, "wrong_type: tool_count"),
    "int64_fraction": ({"input_tokens": 5.5}, DOUBLE, "wrong_type: input_tokens"),
    "int64_nan": ({"input_tokens": float("nan")}, DOUBLE, "wrong_type: input_tokens"),
    "int64_negative": ({"output_tokens": -1}, LONG, "out_of_range: output_tokens"),
    "boolean_word": ({"stream": "maybe"}, TEXT, "wrong_type: stream"),
    "double_word": ({"latency_ms": "fast"}, TEXT, "wrong_type: latency_ms"),
    "double_negative": ({"latency_ms": -1.0}, DOUBLE, "out_of_range: latency_ms"),
    "double_nan": ({"latency_ms": float("nan")}, DOUBLE, "wrong_type: latency_ms"),
    "double_infinite": ({"latency_ms": float("inf")}, DOUBLE, "wrong_type: latency_ms"),
    "null_value": ({"model": None}, TEXT, "missing_value: model"),
    "null_column": ({"model": None}, pa.null(), "missing_value: model"),
    "id_list": ({"account_id": ["a"]}, pa.list_(TEXT), "wrong_type: account_id"),
    "id_control": ({"account_id": "a\nb"}, TEXT, "broken_id: account_id"),
    "id_long": ({"request_id": "r" * 257}, TEXT, "broken_id: request_id"),
}
ABSENT = list(request())
SAME: dict[str, tuple[Row, Any]] = {
    "status_int64": ({"status": 200}, LONG),
    "status_uint16": ({"status": 200}, pa.uint16()),
    "tokens_int32": ({"input_tokens": 10}, pa.int32()),
    "tokens_double": ({"input_tokens": 10.0}, DOUBLE),
    "tokens_text": ({"input_tokens": "10"}, TEXT),
    "model_large": ({"model": "quartz-large"}, pa.large_string()),
    "model_dictionary": ({"model": "quartz-large"}, pa.dictionary(pa.int32(), TEXT)),
    "ts_ns": ({"ts": f"{DAY}T10:00:00Z"}, pa.timestamp("ns", "UTC")),
    "ts_zone": ({"ts": f"{DAY}T10:00:00Z"}, pa.timestamp("ms", "Europe/Berlin")),
    "ts_text": ({"ts": f"{DAY}T12:00:00+02:00"}, TEXT),
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All cases, a file each, in one landing."""
    root = tmp_path_factory.mktemp("lake")
    for label, (changes, kind, _) in BAD.items():
        table = parquet([request("bad") | changes], types=dict.fromkeys(changes, kind))
        put_parquet(root, table, f"bad/{label}.parquet")
    for name in ABSENT:
        rows = [without(request(f"bad-{number}"), name) for number in range(2)]
        put_parquet(root, parquet(rows), f"absent/{name}.parquet")
    for label, (changes, kind) in SAME.items():
        table = parquet([request(label) | changes], types=dict.fromkeys(changes, kind))
        put_parquet(root, table, f"same/{label}.parquet")
    put_parquet(root, parquet([request("plain")]), "plain.parquet")
    return land(root)


@pytest.mark.parametrize("label", BAD)
def test_reason(landed: Landed, label: str) -> None:
    assert landed.reasons.get((f"bad/{label}.parquet", 1)) == BAD[label][2]


@pytest.mark.parametrize("name", ABSENT)
def test_missing_column(landed: Landed, name: str) -> None:
    reasons = [landed.reasons.get((f"absent/{name}.parquet", row)) for row in (1, 2)]
    assert reasons == [f"missing_column: {name}"] * 2


@pytest.mark.parametrize("label", SAME)
def test_another_type_that_means_the_same(landed: Landed, label: str) -> None:
    assert without(landed.by_id[label], "request_id") == without(landed.by_id["plain"], "request_id")


def test_every_row_is_accounted_for(landed: Landed) -> None:
    landed.settle(len(BAD) + 2 * len(ABSENT) + len(SAME) + 1)
