"""Quarantined rows put right and taken in again, as a person does it from the command line and from a form."""

import json
from pathlib import Path

from flows.daily import daily
from flows.retake import retake
from tests.flows.commands import run
from tests.stage.lakes import DAYS, change_row, land, run_day

NO_ZONE = "2026-09-07T10:00:00"


def _lake(root: Path) -> Path:
    """The sample with two rows of the first day that cannot be taken."""
    land(root)
    change_row(root, DAYS[0], lambda row: row["status"] == "success", startTime=NO_ZONE, endTime=None)
    change_row(root, DAYS[0], lambda row: row["startTime"] != NO_ZONE, prompt_tokens=None)
    return root


def test_from_the_command_line(server: str, tmp_path: Path) -> None:
    lake, home, day = _lake(tmp_path / "lake"), tmp_path / "home", ("--date", DAYS[0])
    call = ("flows.retake", "--lake", lake, *day)
    run_day(lake, DAYS[0])
    sheet = home / "sheet.jsonl"
    assert run(home, *call, "--sheet", sheet, PREFECT_API_URL=server).status == 0
    rows = {row["reason"]: row for row in map(json.loads, sheet.read_text().splitlines())}
    right = rows["time_zone_missing: ts"] | {"ts": f"{NO_ZONE}Z"}
    sheet.write_text(json.dumps({name: value for name, value in right.items() if name not in ("reason", "raw")}) + "\n")
    given = ("--corrections", sheet, "--reason", "missing_value: input_tokens", "--set", "input_tokens=7")
    taken = run(home, *call, *given, PREFECT_API_URL=server)
    assert taken.status == 0, taken
    assert "2026-09-07: 2 of 2 quarantined rows taken in; left in quarantine: none" in taken.out


def test_from_a_form(server: str, finished_key: None, tmp_path: Path) -> None:
    lake = _lake(tmp_path / "lake")
    assert daily(lake, DAYS[0], return_state=True).is_completed()
    state = retake(
        date=DAYS[0], lake=lake, reason="time_zone_missing: ts", values={"ts": f"{NO_ZONE}Z"}, return_state=True
    )
    assert state.is_completed(), state.message
    assert "1 of 2 quarantined rows taken in" in str(state.message)


def test_a_wrong_call_says_what_is_right(server: str, finished_key: None, tmp_path: Path) -> None:
    lake = _lake(tmp_path / "lake")
    state = retake(date=DAYS[0], lake=lake, return_state=True)
    assert state.is_failed()
    assert "in quarantine of 2026-09-07: nothing. Give --corrections FILE" in str(state.message)
