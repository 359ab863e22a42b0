"""A file's name is data: whatever it is, the file is read once and its rows are told by it, or by its digest."""

import json
import os
import re

import pytest

from tests.landing.build import DAY, Landed, land, lines, put, put_rows, request

NAMES = [
    "two words.jsonl",
    "it's.jsonl",
    'a "b".jsonl',
    "a;--.jsonl",
    "日本語-ünï.jsonl",
    "a\\b.jsonl",
    "$HOME.jsonl",
    "hour=03/a.jsonl",
    "hour=04/a.jsonl",
    "deep/er/a.jsonl",
    "request_id=1/ts=2/a.jsonl",
    "json=1/a.jsonl",
    # Were these patterns, they would fit the last one too.
    "a*.jsonl",
    "a[b].jsonl",
    "a?.jsonl",
    "ab.jsonl",
]
# Names that could hold contact details or a sentence, or are very long.
TELLING = [
    "%40.jsonl",
    "x,ann@mail.example.jsonl",
    "x,eve@mail.example.jsonl",
    "ann@mail.example/a.jsonl",
    "+15555550123.jsonl",
    "tell me of the eel.jsonl",
    "x" * 121 + ".jsonl",
]
UNPRINTABLE = ["line\nbreak.jsonl", "escape\x1b[31m.jsonl", os.fsdecode(b"\xff.jsonl")]
HIDDEN = [
    *("_SUCCESS", ".a.jsonl.crc", "_started.jsonl", "deep/.hidden.jsonl"),
    *("_temporary/0/a.jsonl", ".snapshot/a.jsonl", "deep/_old/a.jsonl"),
]
READ = NAMES + TELLING


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """A good and a bad row in a file of each name."""
    root = tmp_path_factory.mktemp("lake")
    for number, name in enumerate(READ):
        put_rows(root, [request(f"r{number}"), request(f"bad{number}", status=0)], name)
    for name in UNPRINTABLE + HIDDEN:
        put(root, name, lines([request("no")]))
    return land(root)


@pytest.mark.parametrize("name", NAMES)
def test_read_and_told(landed: Landed, name: str) -> None:
    assert f"r{READ.index(name)}" in landed.by_id
    assert landed.reasons[name, 2] == "out_of_range: status"


@pytest.mark.parametrize("name", TELLING)
def test_read_and_told_by_its_digest(landed: Landed, name: str) -> None:
    assert f"r{READ.index(name)}" in landed.by_id
    (row,) = (row for row in landed.quarantine if f'"bad{READ.index(name)}"' in (row["raw"] or ""))
    assert re.fullmatch(rf"<{len(name)} characters> [0-9a-f]{{8}}", row["source_file"])
    assert (row["row_number"], row["reason"]) == (2, "out_of_range: status")


@pytest.mark.parametrize("name", UNPRINTABLE, ids=["line", "escape", "no_utf8"])
def test_not_read(landed: Landed, name: str) -> None:
    (row,) = (row for row in landed.quarantine if row["source_file"].startswith(f"<{len(name)} characters> "))
    assert (row["row_number"], row["reason"]) == (0, "unknown_format")


def test_manifests_name_each_file_as_quarantine_does(landed: Landed) -> None:
    inputs = landed.outcome.manifests["requests"].inputs
    start = f"landing/requests/{DAY}/"
    assert inputs.keys() == {start + row["source_file"] for row in landed.quarantine}
    assert len(inputs) == len(READ) + len(UNPRINTABLE)
    json.dumps(inputs, ensure_ascii=False).encode()


def test_every_row_is_accounted_for(landed: Landed) -> None:
    """Markers, hidden files and what lies in hidden folders are no data."""
    assert "no" not in landed.by_id
    landed.settle(2 * len(READ))
