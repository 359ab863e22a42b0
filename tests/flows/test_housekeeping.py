"""Housekeeping from the command line: it only says what would go until it is told to remove it."""

from datetime import timedelta
from pathlib import Path

from tests.flows.commands import run
from tests.stage.lakes import DAYS

LATER = DAYS[2] + timedelta(days=100)


def test_said_first_then_done(server: str, lake: Path, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text("landing.late_days = 0\n[retention]\ntables = { quarantine = 30 }\n")
    call = ("flows.housekeeping", "--lake", lake, "--config", tmp_path / "p.toml", "--date", LATER)
    said = run(tmp_path / "home", *call, PREFECT_API_URL=server)
    assert said.status == 0, said
    lines = said.out.splitlines()
    assert lines[-3] == "would go:"
    assert lines[-2].startswith(f"quarantine, {DAYS[0]} to {DAYS[1]}: 0.0 MB, kept 30 days (tables.quarantine)")
    assert lines[-1] == f"to remove it: python -m flows.housekeeping --lake {lake} --date {LATER} --remove"
    assert (lake / "quarantine" / f"dt={DAYS[0]}").exists()
    done = run(tmp_path / "home", *call, "--remove", PREFECT_API_URL=server)
    assert done.status == 0, done
    assert [path.name for path in (lake / "quarantine").iterdir()] == [f"dt={DAYS[2]}"]
