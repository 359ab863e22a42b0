"""A file that cannot be read to its end gives no row, has its reason in quarantine, and costs no other file."""

import gzip
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.landing.build import Landed, land, lines, parquet, put, put_rows, request, said

ROWS = [request(f"r{number}", messages=said(f"hello {number}")) for number in range(300)]
LINES = lines(ROWS)
GZIP = gzip.compress(LINES)
ZSTD = pa.compress(LINES, codec="zstd", asbytes=True)


def _parquet() -> bytes:
    buffer = io.BytesIO()
    pq.write_table(parquet(ROWS), buffer)
    return buffer.getvalue()


def _footer(content: bytes) -> bytes:
    """A Parquet file that is whole by its marks and its length, with `content` for what it says of itself."""
    return b"PAR1" + content + len(content).to_bytes(4, "little") + b"PAR1"


PARQUET = _parquet()
TRUNCATED = "unreadable_file: truncated"
NO_PARQUET = "unreadable_file: InvalidInputException"
DAMAGED = "unreadable_file: OSError"

CASES: dict[str, tuple[bytes, str]] = {
    "nothing.jsonl": (b"", "empty_file"),
    "nothing.jsonl.gz": (b"", "empty_file"),
    "nothing.jsonl.zst": (b"", "empty_file"),
    "nothing.parquet": (b"", "empty_file"),
    "blank.jsonl": (b"\n \n\n", "empty_file"),
    "gzip_of_nothing.jsonl.gz": (gzip.compress(b""), "empty_file"),
    "zstd_of_nothing.jsonl.zst": (pa.compress(b"", codec="zstd", asbytes=True), "empty_file"),
    "half.jsonl.gz": (GZIP[: len(GZIP) // 2], TRUNCATED),
    "no_checksum.jsonl.gz": (GZIP[:-8], TRUNCATED),
    "no_last_byte.jsonl.gz": (GZIP[:-1], TRUNCATED),
    "header_only.jsonl.gz": (GZIP[:10], TRUNCATED),
    "damaged.jsonl.gz": (GZIP[:-8] + bytes(4) + GZIP[-4:], DAMAGED),
    "no_gzip.jsonl.gz": (LINES, DAMAGED),
    "no_zstd.jsonl.zst": (LINES, DAMAGED),
    "half.jsonl.zst": (ZSTD[: len(ZSTD) // 2], TRUNCATED),
    "no_last_byte.jsonl.zst": (ZSTD[:-1], TRUNCATED),
    "header_only.jsonl.zst": (ZSTD[:5], TRUNCATED),
    "half.parquet": (PARQUET[: len(PARQUET) // 2], NO_PARQUET),
    "no_last_byte.parquet": (PARQUET[:-1], NO_PARQUET),
    "no_parquet.parquet": (LINES, NO_PARQUET),
    "forged_zeros.parquet": (_footer(bytes(64)), NO_PARQUET),
    "forged_ones.parquet": (_footer(b"\xff" * 64), NO_PARQUET),
    "a.csv": (b"request_id,ts\n", "empty_file"),
    "two_line_header.csv": (b'request_id,"t\ns"\r\na,b\r\n', "unreadable_file: the header goes over several lines"),
    "long_header.csv": (b"a" * 200_000 + b",b\nc,d\n", "unreadable_file: the header is no line of columns"),
    "a.txt": (LINES, "unknown_format"),
    "a.xml": (b"<a/>", "unknown_format"),
    "a.jsonl.bz2": (b"BZh9", "unknown_format"),
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All files in one landing with one good one."""
    root = tmp_path_factory.mktemp("lake")
    for name, (content, _) in CASES.items():
        put(root, name, content)
    put_rows(root, [request("good")], "good.jsonl")
    return land(root)


@pytest.mark.parametrize("name", CASES)
def test_reason(landed: Landed, name: str) -> None:
    assert {row: reason for (file, row), reason in landed.reasons.items() if file == name} == {0: CASES[name][1]}


def test_other_files_are_taken(landed: Landed) -> None:
    assert landed.by_id.keys() == {"good"}
    assert landed.facts["files_of_unknown_format"] == 3
    assert landed.facts["unreadable_files"] == sum(reason.startswith("unreadable") for _, reason in CASES.values())


def test_every_row_is_accounted_for(landed: Landed) -> None:
    landed.settle(1)


def test_compressed_in_pieces(tmp_path: Path) -> None:
    """Writers that append make a file of several members."""
    put(tmp_path, "a.jsonl.gz", gzip.compress(lines(ROWS[:100])) + gzip.compress(lines(ROWS[100:200])))
    pieces = [pa.compress(lines(rows), codec="zstd", asbytes=True) for rows in (ROWS[200:250], ROWS[250:])]
    put(tmp_path, "a.jsonl.zst", b"".join(pieces))
    landed = land(tmp_path)
    assert landed.by_id.keys() == {row["request_id"] for row in ROWS}
    landed.settle(300)


def test_empty_parquet(tmp_path: Path) -> None:
    put(tmp_path, "empty.parquet", b"")
    pq.write_table(parquet(ROWS).slice(0, 0), tmp_path / "landing" / "requests" / "dt=2026-09-08" / "empty.parquet")
    put_rows(tmp_path, [request("good")], "good.jsonl")
    landed = land(tmp_path)
    assert landed.reasons == {("empty.parquet", 0): "empty_file"}
    landed.settle(1)
