"""No prompt, answer, e-mail address or phone number of the landing is found anywhere else."""

import gzip
import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from prefect.client.orchestration import SyncPrefectClient

from tests.flows.conftest import Backfilled
from tests.stage.lakes import SAMPLE, read_lines

# So many first characters of a text make it known; so many of an address or a number.
TEXT, CONTACT = 20, 10


@pytest.fixture(scope="module")
def needles() -> dict[int, set[str]]:
    """The first characters of everything in landing that must stay there, by how many they are."""
    found: dict[int, set[str]] = {TEXT: set(), CONTACT: set()}
    for log in sorted(SAMPLE.glob("landing/requests/*/*.gz")):
        for row in read_lines(log):
            choices = (row.get("response") or {}).get("choices") or []
            turns = [*(row["messages"] or []), *(choice["message"] for choice in choices)]
            contents = [str(turn["content"] or "") for turn in turns]
            found[TEXT] |= {content[:TEXT] for content in contents if len(content) >= TEXT}
    for snapshot in SAMPLE.glob("landing/accounts/*/*.parquet"):
        for row in pq.read_table(snapshot, columns=["email", "phone"], partitioning=None).to_pylist():
            found[CONTACT] |= {value[:CONTACT] for value in row.values() if value}
    return found


def _hits(needles: dict[int, set[str]], text: str) -> list[str]:
    """Needles in `text`, as it is and as a page shows it."""
    found = []
    for shown in {text, html.unescape(text)}:
        for length, some in needles.items():
            found += [part for at in range(len(shown)) if (part := shown[at : at + length]) in some]
    return found[:3]


def _cells(column: pa.ChunkedArray) -> Iterator[str]:
    """Every distinct string in a column, however deep in lists and structs."""
    yield from {json.dumps(value, ensure_ascii=False, default=str) for value in column.to_pylist()}


def _files(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.relative_to(root).parts[0] == "landing":
            continue
        if path.suffix == ".parquet":
            table = pq.read_table(path, partitioning=None)
            for name in table.column_names:
                yield f"{path.relative_to(root)} {name}", "\n".join(_cells(table[name]))
        else:
            yield str(path.relative_to(root)), path.read_bytes().decode(errors="replace")


def test_the_search_finds_what_is_there(needles: dict[int, set[str]], finished: Path) -> None:
    assert len(needles[TEXT]) > 500
    assert len(needles[CONTACT]) > 200
    log = next((finished / "landing" / "requests").rglob("*.gz"))
    assert _hits(needles, gzip.decompress(log.read_bytes()).decode()[:20000])
    accounts = next((finished / "landing" / "accounts").rglob("*.parquet"))
    for column in ("email", "phone"):
        values = duckdb.execute(f"select string_agg({column}, ' ') from '{accounts}'").fetchall()[0][0]
        assert _hits(needles, values)


def test_no_file_of_the_lake(needles: dict[int, set[str]], served: Backfilled) -> None:
    seen = dict(_files(served.lake))
    assert any(name.startswith("requests/") for name in seen)
    assert any(name.startswith("_gates/") for name in seen)
    assert {name: hits for name, text in seen.items() if (hits := _hits(needles, text))} == {}


def test_no_artifact(needles: dict[int, set[str]], artifacts: list[Any]) -> None:
    assert len(artifacts) > 20
    found = {each.key: _hits(needles, f"{each.data} {each.description}") for each in artifacts}
    assert {key: hits for key, hits in found.items() if hits} == {}


def test_no_line_of_a_log(
    needles: dict[int, set[str]], served: Backfilled, serverless: Backfilled, client: SyncPrefectClient
) -> None:
    lines: list[str] = []
    while page := client.read_logs(limit=200, offset=len(lines)):
        lines += [log.message for log in page]
    assert len(lines) > 20
    said = [text for each in (*served.ended, *serverless.ended) for text in (each.out, each.err)]
    assert _hits(needles, "\n".join(lines + said)) == []
