"""The same rows from every kind of export: what one-api wrote itself, and new-api's in each database's dialect."""

import json
from pathlib import Path

import pyarrow as pa
import pytest

from tests.landing.build import land, lines, put, put_parquet, without
from tests.sources.new_api_logs.build import FOLDER, RECORDED_DAY, billed, failed, landed

EXPORTS = ("one_api_logs.csv", "one_api_logs.json", "one_api_logs.jsonl")
ROWS = [billed(1, is_stream=True), billed(2, is_stream=False), failed(3, request_id="r3"), billed(4, type=1)]
API = [{("channel" if name == "channel_id" else name): value for name, value in row.items()} for row in ROWS]


@pytest.mark.parametrize("name", EXPORTS)
def test_one_api(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, (FOLDER / name).read_bytes(), day=RECORDED_DAY)
    found = landed(tmp_path, "requests", RECORDED_DAY)
    told = [
        (row["account_id"], row["model"], row["input_tokens"], row["status"], row["latency_ms"], row["stream"])
        for row in found
    ]
    assert told == [
        ("2", "gpt-4o-mini", 120, 200, 2345.0, True),
        ("3", "gpt-4o-mini", 120, 200, 2345.0, True),
        ("2", "dall-e-3", 0, 200, None, False),
    ]
    assert {row["source"] for row in found} == {"new_api_logs"}
    # Both keys are called `default`.
    assert found[0]["api_key_id"] != found[1]["api_key_id"]


def test_one_api_before_it_measured(tmp_path: Path) -> None:
    """v0.6.10 has no request ids, no times and no streams."""
    rows = json.loads((FOLDER / "one_api_logs.json").read_text())
    later = ("request_id", "elapsed_time", "is_stream", "system_prompt_reset")
    put(tmp_path, "a.jsonl", lines(without(row, *later) for row in rows), day=RECORDED_DAY)
    found = landed(tmp_path, "requests", RECORDED_DAY)
    assert [row["request_id"] for row in found] == ["one-api-1", "one-api-2", "one-api-3"]
    assert {(row["stream"], row["latency_ms"]) for row in found} == {(None, None)}


def _csv(true: str, false: str) -> bytes:
    def written(value: object) -> str:
        if isinstance(value, bool):
            return true if value else false
        return '"' + str(value).replace('"', '""') + '"'

    rows = [list(ROWS[0]), *([written(value) for value in row.values()] for row in ROWS)]
    return "".join(",".join(row) + "\n" for row in rows).encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", lines(ROWS)),
        ("api.json", json.dumps(API).encode()),
        ("postgres.csv", _csv("t", "f")),
        ("mysql.csv", _csv("1", "0")),
        ("a.parquet", None),
    ],
)
def test_new_api(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is None:
        put_parquet(tmp_path, pa.Table.from_pylist(ROWS), name)
    else:
        put(tmp_path, name, content)
    made = land(tmp_path)
    assert {(row["status"], row["stream"], row["operation"]) for row in made.requests} == {
        (200, True, "chat"),
        (200, False, "chat"),
        (429, True, "chat"),
    }
    assert not made.notes["unknown_columns"]
    made.settle(len(ROWS))
