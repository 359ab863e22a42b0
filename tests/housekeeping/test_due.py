"""What goes and what stays: by class, by table, never what a run may still read; and what is left works."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.housekeeping import _reaches
from flows.stages import STAGES
from tasks.campaigns import VOLUME_DAYS
from tasks.contracts import LANDING, PUBLISHED, RECORDED
from tasks.contracts.declaration import Table
from tasks.errors import CallError
from tasks.housekeeping import due, privacy, remove
from tasks.links import CONVERSATION_DAYS
from tests.stage.lakes import DAYS, contents, day_run

LATER = DAYS[2] + timedelta(days=100)
NOTHING = dict.fromkeys(("open_days", "pseudonym_days", "personal_days", "landing_days", "gates_days"))


def _due(lake: Path, reaches: dict[Table, int] | None = None, late_days: int = 0, **kept: Any) -> dict[str, list[str]]:
    run = day_run(lake, LATER, retention={**NOTHING, **kept}, landing={"late_days": late_days})
    return {each.what: [folder.name for folder in each.folders] for each in due(run, reaches or {})}


def _day(*numbers: int) -> list[str]:
    return [f"dt={DAYS[number]}" for number in numbers]


def test_a_class_is_that_of_the_most_telling_column() -> None:
    classes = {table.name: privacy(table) for table in (*PUBLISHED, *LANDING)}
    assert classes["landing/requests"] == "text"
    assert classes["requests"] == "personal"
    assert classes["handoffs"] == "pseudonym"
    assert classes["campaigns"] == "open"


def test_nothing_goes_that_the_settings_do_not_name(lake: Path) -> None:
    assert _due(lake) == {}


def test_tables_of_a_class_go_and_a_table_named_goes_before_its_class(lake: Path) -> None:
    found = _due(lake, personal_days=101, tables={"requests": 102})
    assert found["accounts"] == _day(0)
    assert "requests" not in found
    assert {"campaigns", "handoffs", "landing/requests"} & found.keys() == set()


def test_landing_goes_only_if_the_operator_says_so(lake: Path) -> None:
    assert "landing/requests" not in _due(lake, personal_days=1, pseudonym_days=1, open_days=1)
    assert _due(lake, landing_days=1)["landing/requests"] == _day(0, 1)


def test_what_a_run_may_still_read_stays(lake: Path) -> None:
    requests = next(table for table in PUBLISHED if table.name == "requests")
    assert _due(lake, personal_days=1)["requests"] == _day(0, 1)
    assert _due(lake, {requests: 1}, personal_days=1)["requests"] == _day(0)
    assert _due(lake, late_days=1, personal_days=1)["requests"] == _day(0)
    assert "requests" not in _due(lake, {requests: 1}, late_days=1, personal_days=1)


def test_the_stages_say_how_far_they_look_back() -> None:
    reaches = {table.name: days for table, days in _reaches().items()}
    assert (reaches["account_days"], reaches["requests"]) == (VOLUME_DAYS - 1, CONVERSATION_DAYS - 1)
    # What is read of every day so far is a person's word, which housekeeping leaves alone.
    forever = {read.table for stage in STAGES for read in stage.reads if read.ever}
    assert forever <= set(RECORDED)


def test_what_is_left_is_untouched(lake: Path) -> None:
    (lake / "_gates" / "gx" / "uncommitted" / "validations" / "links" / f"dt={DAYS[0]}").mkdir(parents=True)
    before = contents(lake)
    run = day_run(lake, LATER, retention={**NOTHING, "personal_days": 98, "gates_days": 1}, landing={"late_days": 0})
    found = list(due(run, {}))
    remove(run.lake, found)
    gone = before.keys() - contents(lake).keys()
    assert {name.split("/")[1] for name in gone} == set(_day(0, 1))
    assert {name: before[name] for name in before.keys() - gone} == contents(lake)
    assert not list((lake / "_staging").iterdir())
    assert list(due(run, {})) == []


def test_results_of_gates_and_refused_output_go_by_their_day(lake: Path) -> None:
    results = lake / "_gates" / "gx" / "uncommitted" / "validations" / "links"
    for day in (DAYS[0], LATER):
        (results / str(day) / "run").mkdir(parents=True)
        (lake / "_refused" / f"dt={day}" / "links").mkdir(parents=True)
    found = _due(lake, gates_days=90)
    assert found == {"results of gates": [str(DAYS[0])], "refused output": [f"dt={DAYS[0]}"]}


def test_a_table_that_is_none() -> None:
    with pytest.raises(CallError, match=r"membres is no table that a day publishes; did you mean members\?"):
        day_run(Path(), date.max, retention={"tables": {"membres": 3}})
