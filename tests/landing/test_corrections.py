"""Quarantined rows that people put right are taken; what landed stays as it was."""

import json
from pathlib import Path

import pytest

from tasks.corrections import correct, deliver, quarantined, write_sheet
from tasks.errors import CallError
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Run
from tests.landing.build import (
    DAY,
    Row,
    account,
    land,
    parquet,
    put,
    put_accounts,
    put_parquet,
    put_rows,
    refusal,
    request,
)

BAD = [request("good"), request("zero", status=0), request("later", ts="2026-09-08T10:00:00"), request("low", status=7)]


def _right(*rows: Row) -> bytes:
    return b"".join(json.dumps({"landing_table": "requests", "file": "a.jsonl"} | row).encode() + b"\n" for row in rows)


def test_a_correction_takes_the_place_of_what_landed(tmp_path: Path) -> None:
    put_rows(tmp_path, BAD)
    put(tmp_path, "b.jsonl", _right({"row": 2, "status": 200}, {"row": 3, "ts": "2026-09-08T10:00:00Z"}), "corrections")
    landed = land(tmp_path)
    assert landed.by_id.keys() == {"good", "zero", "later"}
    assert landed.by_id["zero"]["status"] == 200
    assert landed.reasons == {("a.jsonl", 4): "out_of_range: status"}
    assert (landed.facts["corrections"], landed.facts["corrections_without_a_row"]) == (2, 0)
    assert landed.facts["unreconciled_rows"] == 0


def test_a_correction_is_checked_like_any_row(tmp_path: Path) -> None:
    put_rows(tmp_path, BAD)
    put(tmp_path, "b.jsonl", _right({"row": 2, "status": 9999}), "corrections")
    assert land(tmp_path).reasons["a.jsonl", 2] == "out_of_range: status"


def test_a_broken_line_is_what_its_correction_says(tmp_path: Path) -> None:
    put(tmp_path, "a.jsonl", json.dumps(request("good")).encode() + b"\n{broken\n")
    whole: Row = {name: str(value) for name, value in request("mended").items()}
    put(tmp_path, "b.jsonl", _right(whole | {"row": 2}), "corrections")
    landed = land(tmp_path)
    assert landed.by_id.keys() == {"good", "mended"}
    assert landed.quarantine == []


@pytest.mark.parametrize("row", [0, 99])
def test_a_correction_of_no_row_is_told(tmp_path: Path, row: int) -> None:
    put_rows(tmp_path, BAD)
    put(tmp_path, "b.jsonl", _right({"row": row, "status": 200}), "corrections")
    landed = land(tmp_path)
    refused = landed.reasons.get(("b.jsonl", 1))
    assert (refused, landed.facts["corrections_without_a_row"]) == (("out_of_range: row", 0) if row == 0 else (None, 1))
    assert landed.facts["unreconciled_rows"] == 0


def test_the_last_of_two_corrections_holds(tmp_path: Path) -> None:
    put_rows(tmp_path, BAD)
    put(tmp_path, "b.jsonl", _right({"row": 2, "status": 429}), "corrections")
    put(tmp_path, "c.jsonl", _right({"row": 2, "status": 200}), "corrections")
    landed = land(tmp_path)
    assert landed.by_id["zero"]["status"] == 200
    assert landed.facts["corrections_without_a_row"] == 1


def test_parquet_and_accounts(tmp_path: Path) -> None:
    put_parquet(tmp_path, parquet([request("good"), request("zero", status=0)]))
    put_accounts(tmp_path, [account("a"), account("b", created_at="soon")])
    lines = [
        {"landing_table": "requests", "file": "a.parquet", "row": 2, "status": "200"},
        {"landing_table": "accounts", "file": "accounts.jsonl", "row": 2, "created_at": "2026-09-01T00:00:00Z"},
    ]
    put(tmp_path, "b.jsonl", b"\n".join(json.dumps(line).encode() for line in lines), "corrections")
    landed = land(tmp_path)
    assert landed.by_id.keys() == {"good", "zero"}
    assert landed.accounts.keys() == {"a", "b"}
    assert landed.quarantine == []


def _landed_run(root: Path) -> Run:
    put_rows(root, [*BAD, request("=cmd|calc", status=0)])
    land(root)
    return Run(Lake(root), load(None, {"lake": root}), DAY)


def test_a_sheet_says_what_is_wrong(tmp_path: Path) -> None:
    run = _landed_run(tmp_path)
    assert write_sheet(run, tmp_path / "sheet.jsonl") == 4
    rows = [json.loads(line) for line in (tmp_path / "sheet.jsonl").read_text().splitlines()]
    assert [(row["landing_table"], row["file"], row["row"], row["reason"]) for row in rows] == [
        ("requests", "a.jsonl", 2, "out_of_range: status"),
        ("requests", "a.jsonl", 3, "time_zone_missing: ts"),
        ("requests", "a.jsonl", 4, "out_of_range: status"),
        ("requests", "a.jsonl", 5, "out_of_range: status"),
    ]


def test_all_rows_of_a_reason_are_put_right_at_once(tmp_path: Path) -> None:
    run = _landed_run(tmp_path)
    assert quarantined(run) == {"out_of_range: status": 3, "time_zone_missing: ts": 1}
    assert correct(run, "out_of_range: status", {"status": "200"}) == 3
    landed = land(tmp_path)
    assert landed.by_id.keys() == {"good", "zero", "low", "=cmd|calc"}


@pytest.mark.parametrize(
    ("reason", "values", "says"),
    [
        ("out_of_range: status", {"stauts": "200"}, "stauts cannot be put right; the columns are account_id, action"),
        ("nonsense", {"status": "200"}, "the reasons are: 'out_of_range: status' (3), 'time_zone_missing: ts' (1)"),
        ("out_of_range: status", {'"; drop table x; --': "1"}, "cannot be put right"),
    ],
)
def test_a_wrong_call_is_told_what_is_right(tmp_path: Path, reason: str, values: dict[str, str], says: str) -> None:
    run = _landed_run(tmp_path)
    with pytest.raises(CallError) as told:
        correct(run, reason, values)
    assert says in str(told.value)


def test_values_are_no_sql(tmp_path: Path) -> None:
    run = _landed_run(tmp_path)
    correct(run, "out_of_range: status", {"model": "x'); drop table quarantine; --", "status": "200"})
    assert land(tmp_path).by_id["zero"]["model"] == "<30 characters>"


@pytest.mark.parametrize("name", ["nothing.jsonl", "corrections.txt"])
def test_what_cannot_be_delivered(tmp_path: Path, name: str) -> None:
    run = _landed_run(tmp_path)
    if name.endswith("txt"):
        (tmp_path / name).write_text("x")
    with pytest.raises(CallError, match=r"are no file|not read"):
        deliver(run, tmp_path / name)


def test_a_refused_day_is_put_right(tmp_path: Path) -> None:
    run = Run(Lake(tmp_path), load(None, {"lake": tmp_path}), DAY)
    put_rows(tmp_path, BAD)
    refusal(tmp_path, max_quarantine_share=0.1)
    assert quarantined(run) == {"out_of_range: status": 2, "time_zone_missing: ts": 1}
    correct(run, "out_of_range: status", {"status": "200"})
    assert land(tmp_path, max_quarantine_share=0.3).by_id.keys() == {"good", "zero", "low"}
