"""The same rows give the same table, whatever format, compression, split and order they come in."""

import gzip
import json
import random
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.landing.build import Row, land, lines, parquet, put, put_parquet, put_rows, request

FORMATS: dict[str, Callable[[Path, str, list[Row]], Path]] = {
    "parquet": lambda root, name, rows: put_parquet(root, parquet(rows), f"{name}.parquet"),
    "jsonl": lambda root, name, rows: put(root, f"{name}.jsonl", lines(rows)),
    "gzip": lambda root, name, rows: put(root, f"{name}.jsonl.gz", gzip.compress(lines(rows))),
    "zstd": lambda root, name, rows: put(
        root, f"{name}.jsonl.zst", pa.compress(lines(rows), codec="zstd", asbytes=True)
    ),
}
TEXTS = ["hello", "sag mir warum", "一步一步", '\n tabs\tand "quotes"', "0", "word " * 40]


def _row(dice: random.Random, number: int) -> Row:
    talk = [
        {"role": role, "content": dice.choice(TEXTS)}
        for role in dice.choice([["user"], ["system", "user"], ["user", "assistant", "user"]])
    ]
    return request(
        f"r{number}",
        ts=f"2026-09-08T{dice.randrange(24):02}:{dice.randrange(60):02}:07.{dice.randrange(10**6):06}Z",
        account_id=dice.choice(["a", "b", "ann@mail.example"]),
        api_key_id=dice.choice([None, "k1"]),
        ip=dice.choice([None, "8.8.8.8", "10.0.0.1, 2600::1"]),
        user_agent=dice.choice([None, "curl/8", "naïve"]),
        messages=dice.choice([None, [], talk]),
        tool_count=dice.choice([None, 0, 3]),
        stream=dice.choice([None, True, False]),
        input_tokens=dice.randrange(10**12),
        latency_ms=dice.choice([None, 0.0, 0.1, 1 / 3, 1e9]),
        status=dice.choice([200, 429]),
    )


def _rows() -> list[Row]:
    dice = random.Random(7)
    return [_row(dice, number) for number in range(60)]


ROWS = _rows()


@cache
def _digest_of_one_file() -> str:
    with tempfile.TemporaryDirectory() as folder:
        FORMATS["jsonl"](Path(folder), "all", ROWS)
        return land(Path(folder)).digest


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"jsonl"}))
def test_each_format(tmp_path: Path, name: str) -> None:
    FORMATS[name](tmp_path, "all", ROWS)
    landed = land(tmp_path)
    assert landed.digest == _digest_of_one_file()
    landed.settle(len(ROWS))


@settings(max_examples=3, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    order=st.permutations(range(len(ROWS))),
    cuts=st.lists(st.integers(0, len(ROWS)), max_size=3).map(sorted),
    formats=st.lists(st.sampled_from(sorted(FORMATS)), min_size=4, max_size=4),
    again=st.lists(st.sampled_from(range(len(ROWS))), max_size=5),
)
def test_any_split_order_and_compression(
    order: list[int], cuts: list[int], formats: list[str], again: list[int]
) -> None:
    shuffled = [ROWS[place] for place in order]
    bounds = list(zip([0, *cuts], [*cuts, len(ROWS)], strict=True))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number, ((start, end), name) in enumerate(zip(bounds, formats, strict=False)):
            if start < end:
                FORMATS[name](root, str(number), shuffled[start:end])
        if again:
            put_rows(root, [ROWS[place] for place in again], "again.jsonl")
        landed = land(root)
        assert landed.digest == _digest_of_one_file()
        assert landed.facts["duplicates"] == len(again)
        landed.settle(len(ROWS) + len(again))


def test_another_row_gives_another_digest(tmp_path: Path) -> None:
    put_rows(tmp_path, [*ROWS[1:], ROWS[0] | {"output_tokens": 21}])
    assert land(tmp_path).digest != _digest_of_one_file()


def test_utc_in_any_writing(tmp_path: Path) -> None:
    writings = ["Z", "+00", "+0000", "+00:00", "-00:00"]
    put_rows(tmp_path, [request(written, ts=f"2026-09-08T10:00:00.25{written}") for written in writings])
    times = {name: row["ts"] for name, row in land(tmp_path).by_id.items()}
    assert times == dict.fromkeys(writings, datetime(2026, 9, 8, 10, 0, 0, 250_000, UTC))


def test_other_zones_land_on_their_day_in_utc(tmp_path: Path) -> None:
    start = datetime(2026, 9, 8, tzinfo=UTC)
    moments = {"first": start, "last": start + timedelta(hours=23, minutes=59)}
    moments |= {"before": start - timedelta(microseconds=1), "after": start + timedelta(days=1)}
    for hours in (-11, -5.5, 2, 5.75, 14):
        zone = timezone(timedelta(hours=hours))
        rows = [request(f"{name}{hours}", ts=moment.astimezone(zone).isoformat()) for name, moment in moments.items()]
        put_rows(tmp_path, rows, f"{hours}.jsonl")
    landed = land(tmp_path)
    assert {row["ts"] for name, row in landed.by_id.items() if name.startswith("first")} == {moments["first"]}
    assert {row["ts"] for name, row in landed.by_id.items() if name.startswith("last")} == {moments["last"]}
    assert len(landed.requests) == 10
    assert landed.notes["late"] == {"2026-09-07": 5, "2026-09-09": 5}
    assert landed.reasons == {}


def test_formats_really_differ(tmp_path: Path) -> None:
    heads = {name: write(tmp_path, name, ROWS).read_bytes()[:4] for name, write in FORMATS.items()}
    assert heads["parquet"] == b"PAR1"
    assert heads["gzip"][:2] == b"\x1f\x8b"
    assert heads["zstd"] == b"\x28\xb5\x2f\xfd"
    assert json.loads(lines(ROWS[:1])) == ROWS[0]
