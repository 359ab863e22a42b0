"""An export that changes is told: keys that nobody knows, columns that are empty from one day to the next."""

from datetime import timedelta
from pathlib import Path

from tasks.contracts import PUBLISHED
from tasks.lake import Lake
from tasks.landing import landing
from tasks.settings import load
from tasks.stage import Outcome, Run
from tests.landing.build import DAY, KEY, LENIENT, Row, lines, put, request, said

NEXT = DAY + timedelta(days=1)
FILLED = {"ip": "8.8.8.8", "api_key_id": "k-1", "messages": said("good morning")}


def _landed(root: Path, day: int, rows: int, **filled: object) -> Outcome:
    made: list[Row] = [
        request(f"{day}-{number}", ts=f"{DAY + timedelta(days=day)}T10:00:00Z", **filled) for number in range(rows)
    ]
    put(root, "a.jsonl", lines(made), day=DAY + timedelta(days=day))
    flags = {"lake": root, "landing": LENIENT, "fingerprint": {"key": KEY}}
    run = Run(Lake(root), load(None, flags), DAY + timedelta(days=day))
    outcome = landing.run(run)
    run.lake.publish(PUBLISHED, run.day)
    return outcome


def _emptied(outcome: Outcome) -> dict[str, str]:
    return {
        verdict.rule.column: verdict.word for verdict in outcome.verdicts if "where the day before" in verdict.rule.text
    }


def test_a_column_that_was_filled_and_is_empty_warns(tmp_path: Path) -> None:
    assert _emptied(_landed(tmp_path, 0, 10, **FILLED)) == {}
    emptied = _emptied(_landed(tmp_path, 1, 10, **FILLED | {"ip": None}))
    assert emptied.keys() >= {"ip", "network"}
    assert set(emptied.values()) == {"warn"}
    assert "api_key_id" not in emptied


def test_without_text_every_column_that_comes_from_it_warns(tmp_path: Path) -> None:
    _landed(tmp_path, 0, 10, **FILLED)
    assert _emptied(_landed(tmp_path, 1, 10, **FILLED | {"messages": None})).keys() >= {"turns", "item", "conversation"}


def test_what_was_rare_may_be_absent(tmp_path: Path) -> None:
    rows = [request(f"r{number}", **({"tls_fingerprint": "t13d"} if number == 0 else {})) for number in range(100)]
    put(tmp_path, "a.jsonl", lines(rows))
    run = Run(Lake(tmp_path), load(None, {"lake": tmp_path, "landing": LENIENT, "fingerprint": {"key": KEY}}), DAY)
    landing.run(run)
    run.lake.publish(PUBLISHED, DAY)
    assert _emptied(_landed(tmp_path, 1, 100)) == {}


def test_empty_for_long_it_no_longer_warns(tmp_path: Path) -> None:
    _landed(tmp_path, 0, 10, **FILLED)
    _landed(tmp_path, 1, 10)
    assert _emptied(_landed(tmp_path, 2, 10)) == {}
