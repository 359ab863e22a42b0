"""A verdict as a person gives it, from the command line and from a form, and the card that shows it."""

from pathlib import Path
from typing import Any

import duckdb
from prefect.artifacts import Artifact

from flows.backfill import backfill
from flows.verdict import verdict
from tests.flows.commands import run
from tests.stage.lakes import DAYS

HOSTILE = "the <b>card</b> | [says](http://x.invalid) `so`; ask jo@example.org"


def _campaign(lake: Path) -> str:
    found = duckdb.execute(f"select min(campaign_id) from '{lake}/campaigns/dt={DAYS[2]}/*.parquet'").fetchall()
    return str(found[0][0])


def test_from_the_command_line(server: str, lake: Path, tmp_path: Path) -> None:
    call = ("flows.verdict", "--lake", lake, "--who", "staff 17", "--date", DAYS[2])
    one = ("--campaign", _campaign(lake), "--verdict", "cleared", "--why", "a course of ours")
    told = run(tmp_path / "home", *call, *one, PREFECT_API_URL=server)
    assert told.status == 0, told
    then = f"python -m flows.backfill --lake {lake} --start {DAYS[2]} --end {DAYS[2]}"
    assert told.out.strip() == (
        f"recorded for {DAYS[2]}: {_campaign(lake)} cleared; 1 published day will go by it after: {then}"
    )
    unknown = run(tmp_path / "home", *call, *one, "--account", "nobody", PREFECT_API_URL=server)
    assert unknown.status == 2, unknown
    assert "'nobody' was never a suspected member of" in unknown.err
    assert f"python -m flows.daily --lake {lake} --date {DAYS[2]}" in unknown.err


def test_from_a_form_to_the_card(server: str, finished_key: None, lake: Path) -> None:
    campaign = _campaign(lake)
    state: Any = verdict(
        campaign=campaign, verdict="confirmed", who="staff 17", why=HOSTILE, date=DAYS[2], lake=lake, return_state=True
    )
    assert state.is_completed(), state.message
    assert backfill(DAYS[2], DAYS[2], lake=lake, return_state=True).is_completed()
    found: Any = Artifact.get(f"campaign-{campaign}")
    card = str(found.data)
    assert "almost certain** (0.99)" in card
    (line,) = [line for line in card.splitlines() if line.startswith(f"| {DAYS[2]} | confirmed")]
    assert "staff 17" in line
    assert line.count("|") == 6
    assert [part for part in ("<b>", "](", "`", "example.org") if part in line] == []
    assert "were confirmed by a person" in card


def test_a_call_that_says_nothing_says_what_is_right(server: str, lake: Path) -> None:
    state: Any = verdict(lake=lake, return_state=True)
    assert state.is_failed()
    assert "give --campaign ID --verdict confirmed|cleared|unsure --who NAME --why TEXT" in str(state.message)
