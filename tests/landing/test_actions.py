"""The provider's actions: their few words, their time, their duplicates."""

from pathlib import Path

import pytest

from tests.landing.build import Landed, Row, land, put_rows, request


def _action(**changes: object) -> Row:
    return {"account_id": "a", "ts": "2026-09-08T10:00:00Z", "action": "ban"} | changes


TAKEN = [
    _action(),
    _action(action=" Suspend "),
    _action(action="REINSTATE", reason="by mistake"),
    _action(action="verify_request", ts="2026-09-08T12:00:00+02:00"),
    _action(account_id="b"),
    _action(account_id="c", reason={"text": "x"}),
]
REFUSED = [
    (_action(action="nuke"), "out_of_range: action"),
    (_action(action=None), "missing_value: action"),
    (_action(ts="2026-09-08T10:00:00"), "time_zone_missing: ts"),
    (_action(ts="now"), "wrong_type: ts"),
    (_action(account_id=None), "missing_value: account_id"),
    (_action(account_id="a\x00"), "broken_id: account_id"),
    (_action(account_id=["a"]), "wrong_type: account_id"),
]


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All actions in one file, two of them twice."""
    root: Path = tmp_path_factory.mktemp("lake")
    put_rows(root, [request()])
    rows = [row for row, _ in REFUSED] + TAKEN + [_action(), _action(action="BAN")]
    put_rows(root, rows, "actions.jsonl", "actions")
    return land(root)


def test_taken(landed: Landed) -> None:
    taken = sorted((row["account_id"], row["action"], row["ts"].hour) for row in landed.table("actions"))
    expected = [
        ("a", "ban", 10),
        ("a", "reinstate", 10),
        ("a", "suspend", 10),
        ("a", "verify_request", 10),
        ("b", "ban", 10),
        ("c", "ban", 10),
    ]
    assert taken == expected


@pytest.mark.parametrize("place", range(len(REFUSED)))
def test_refused(landed: Landed, place: int) -> None:
    assert landed.reasons.get(("actions.jsonl", place + 1)) == REFUSED[place][1]


def test_every_row_is_accounted_for(landed: Landed) -> None:
    assert landed.facts["duplicates"] == 2
    landed.settle(1 + len(REFUSED) + len(TAKEN) + 2)
