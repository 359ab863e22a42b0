"""Which files of a landing folder are taken for delivered."""

from datetime import date
from pathlib import Path

import pytest

from tasks.contracts.landing import LANDING_REQUESTS
from tasks.lake import Lake

DAY = date(2026, 9, 7)


def _landed(root: Path, *names: str) -> list[tuple[str, bool]]:
    for name in names:
        path = root / "landing" / "requests" / f"dt={DAY}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return [(file.name, file.known) for file in Lake(root).landed(LANDING_REQUESTS, DAY)]


def test_files_by_name_and_in_folders(tmp_path: Path) -> None:
    names = ("b.jsonl", "a.parquet", "hour=01/c.jsonl.gz", "d.jsonl.zst", "e.csv", "f.txt")
    assert _landed(tmp_path, *names) == [
        ("a.parquet", True),
        ("b.jsonl", True),
        ("d.jsonl.zst", True),
        ("e.csv", True),
        ("f.txt", False),
        ("hour=01/c.jsonl.gz", True),
    ]


@pytest.mark.parametrize("name", ["_SUCCESS", ".a.parquet.crc", "_a.parquet", ".a.jsonl.swp"])
def test_markers_and_hidden_files_are_left_out(tmp_path: Path, name: str) -> None:
    assert _landed(tmp_path, name) == []


@pytest.mark.parametrize("name", ["_temporary/0/a.parquet", ".staging/a.parquet"])
def test_files_of_a_hidden_folder_are_left_out(tmp_path: Path, name: str) -> None:
    assert _landed(tmp_path, name) == []


def test_another_day_has_landed_nothing(tmp_path: Path) -> None:
    _landed(tmp_path, "a.parquet")
    assert Lake(tmp_path).landed(LANDING_REQUESTS, date(2026, 9, 8)) == ()
