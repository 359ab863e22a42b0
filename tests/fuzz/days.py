"""Fuzzed days: many fuzzed files landed at once beside one good file, and what has to hold of them."""

import tempfile
from pathlib import Path

from tasks.contracts.requests import LATE
from tasks.lake import Lake
from tasks.landing import landing
from tasks.settings import load
from tasks.stage import Run
from tests.fuzz.fuzzed import Fuzzed
from tests.fuzz.seeds import CONTACTS, SAID
from tests.landing.build import DAY, KEY, LENIENT, Landed, put, put_rows, request
from tests.landing.canaries import everything

GOOD = [request("good-1"), request("good-2")]
# What is kept as the caller wrote it, by design: ids, what clients and customers say of themselves, reasons.
AS_WRITTEN = ("request_id", "account_id", "user_agent", "organization", "plan", "reason", "invited_by")
_TABLES = ("requests", LATE.name, "accounts", "actions")
MAPPED = {
    "account_id": {"from": "customer"},
    "email": {"from": "mail", "transform": "lower"},
    "phone": {"from": "tel"},
    "declared_country": {"from": "land", "transform": "country"},
    "created_at": {"from": "since", "transform": "time", "format": "%d.%m.%Y %H:%M", "zone": "Europe/Berlin"},
}


def land_day(root: Path) -> Landed:
    """Run landing with settings that know every source."""
    limits = LENIENT | {"max_unreadable_files": 10_000}
    flags = {"lake": root, "landing": limits, "fingerprint": {"key": KEY}, "accounts": {"columns": MAPPED}}
    return Landed(root, landing.run(Run(Lake(root), load(None, flags), DAY)))


def check_day(files: list[Fuzzed]) -> None:
    """Land the files and hold what came out against what was counted; a failure names the fewest files that fail."""
    try:
        _check_day(files)
    except Exception:
        fewest = _fewest(files)
        try:
            _check_day(fewest)
        except Exception as error:
            for each in fewest:
                error.add_note(f"{each}\n{each.content[:2000]!r}")
            raise
        raise


def _fewest(files: list[Fuzzed]) -> list[Fuzzed]:
    """Half of what fails, while a half of it fails; then what it still fails without is left out one by one."""
    half = len(files) // 2
    for some in (files[:half], files[half:]) if half else ():
        if not _holds(some):
            return _fewest(some)
    for each in files:
        others = [other for other in files if other is not each]
        if others and not _holds(others):
            files = others
    return files


def _holds(files: list[Fuzzed]) -> bool:
    try:
        _check_day(files)
    except Exception:
        return False
    return True


def _check_day(files: list[Fuzzed]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for each in files:
            put(root, each.name, each.content, each.kind)
        put_rows(root, GOOD, "good.jsonl")
        landed = land_day(root)
        settles(landed, files)
        names_delivered_files(landed, files)
        refuses_what_is_broken(landed, files)
        leaks_nothing(root)


def settles(landed: Landed, files: list[Fuzzed]) -> None:
    """Nothing was lost or made up, by the gate's sum and by the rows that were counted when the files were made."""
    facts = landed.facts
    assert facts["unreconciled_rows"] == 0
    written = sum(len(landed.table(name)) for name in _TABLES)
    refused = sum(row["row_number"] > 0 for row in landed.quarantine)
    out = written + refused + facts["duplicates"] + facts["rows_left_out"] + facts["corrections"]
    assert facts["rows_landed"] == out
    whole = {
        (row["landing_table"], row["source_file"]): row["reason"] for row in landed.quarantine if not row["row_number"]
    }
    assert [each for each in files if each.rows and whole.get((each.kind, each.name)) == "empty_file"] == []
    read = [each for each in files if (each.kind, each.name) not in whole]
    known = [each.rows for each in read if each.rows is not None]
    if len(known) == len(read):
        assert facts["rows_landed"] == sum(known) + len(GOOD)
    else:
        assert facts["rows_landed"] >= sum(known) + len(GOOD)
    assert {row["request_id"] for row in GOOD} <= landed.by_id.keys()


def names_delivered_files(landed: Landed, files: list[Fuzzed]) -> None:
    """Every row of quarantine is told once, of a file that was delivered and of a row that it can have."""
    rows = {(each.kind, each.name): each.rows for each in files}
    told = [(row["landing_table"], row["source_file"], row["row_number"]) for row in landed.quarantine]
    assert len(set(told)) == len(told)
    for kind, name, number in told:
        assert (kind, name) in rows
        counted = rows[kind, name]
        assert counted is None or 0 <= number <= counted


def refuses_what_is_broken(landed: Landed, files: list[Fuzzed]) -> None:
    """A line that is no object is told, whatever the source makes of its rows."""
    told: dict[tuple[str, str], set[int]] = {}
    for row in landed.quarantine:
        told.setdefault((row["landing_table"], row["source_file"]), set()).add(row["row_number"])
    for each in files:
        found = told.get((each.kind, each.name), set())
        assert 0 in found or each.broken <= found, each


def leaks_nothing(root: Path) -> None:
    """What people wrote stands in no column that is not kept as it was written, and how to reach them in none."""
    found = {name: text.lower() for name, text in everything(root).items()}
    apart = [text for name, text in found.items() if not name.endswith((*AS_WRITTEN, ".parquet"))]
    assert [word for word in CONTACTS if any(word in text for text in found.values())] == []
    assert [word for word in SAID if any(word in text for text in apart)] == []
