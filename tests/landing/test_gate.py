"""When landing refuses a day, and what it says."""

from pathlib import Path
from typing import Any

import pytest

import tasks.gates
from tasks.settings import Landing
from tests.landing.build import DAY, account, land, put, put_accounts, put_rows, refusal, request

GOOD = [request(f"r{number}") for number in range(9)]
BAD = request("bad", status=0)
# The limits of one who sets none.
USUAL = {name: getattr(Landing(), name) for name in ("max_quarantine_share", "usual_quarantine_share")}


def test_missing_day(tmp_path: Path) -> None:
    """Accounts and a marker are there, requests are not."""
    put_accounts(tmp_path, [account()])
    put(tmp_path, "_SUCCESS", b"")
    message = refusal(tmp_path)
    nothing = "request files: saw 0, limit at least 1 (nothing landed in landing/requests for that day)"
    assert f"refused {DAY}" in message
    assert nothing in message
    assert "Nothing of that day was published" in message


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", b"{broken\n", "table requests, column *: rows: saw 0, limit at least 1"),
        ("a.jsonl", b"", "table requests, column *: rows: saw 0, limit at least 1"),
        ("a.parquet", b"PAR1", "unreadable files: saw 1, limit at most 0 (what they hold is not known)"),
    ],
)
def test_nothing_that_can_be_taken(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    put(tmp_path, name, content)
    assert says in refusal(tmp_path, max_unreadable_files=0)


def test_quarantine_share(tmp_path: Path) -> None:
    put_rows(tmp_path, [*GOOD, BAD])
    assert land(tmp_path, max_quarantine_share=0.1).facts["quarantine_share"] == 0.1
    message = refusal(tmp_path, max_quarantine_share=0.09)
    assert "quarantine share: saw 0.1, limit at most 0.09 (most likely the export changed)" in message
    assert "1 quarantined for out_of_range: status" in message


def test_unreadable_file(tmp_path: Path) -> None:
    put_rows(tmp_path, GOOD)
    put(tmp_path, "b.parquet", b"PAR1 and no more")
    assert land(tmp_path, max_unreadable_files=1).facts["unreadable_files"] == 1
    message = refusal(tmp_path, max_unreadable_files=0)
    assert "unreadable files: saw 1, limit at most 0" in message
    assert "1 quarantined for unreadable_file: InvalidInputException" in message


def test_refused_rows_are_kept_apart(tmp_path: Path) -> None:
    put_rows(tmp_path, [*GOOD, BAD])
    refusal(tmp_path, max_quarantine_share=0)
    assert (tmp_path / "_refused" / f"dt={DAY}" / "quarantine" / "part-0.parquet").is_file()
    assert not (tmp_path / "_staging" / f"dt={DAY}" / "requests").exists()


@pytest.mark.parametrize(
    ("rows", "limits", "warned"),
    [
        ([*GOOD, GOOD[0]], {"max_duplicate_share": 0.05}, "duplicate share"),
        (GOOD, {"max_silence_hours": 13.9}, "silent hours before midnight"),
        ([*GOOD, request("x", region="x")], {}, "unknown columns"),
    ],
)
def test_warnings_let_the_day_pass(
    tmp_path: Path, rows: list[dict[str, object]], limits: dict[str, Any], warned: str
) -> None:
    put_rows(tmp_path, rows)
    landed = land(tmp_path, **{"max_silence_hours": 24} | limits)
    texts = {verdict.rule.text for verdict in landed.outcome.verdicts if verdict.word == "warn"}
    assert texts - {"share filled"} == {warned}


@pytest.mark.parametrize(("bad", "words"), [(1, ["pass", "pass"]), (2, ["pass", "warn"]), (10, ["pass", "warn"])])
def test_a_share_that_is_unusual_warns_before_it_refuses(tmp_path: Path, bad: int, words: list[str]) -> None:
    put_rows(tmp_path, [request(f"r{number}", status=0 if number < bad else 200) for number in range(20)])
    verdicts = land(tmp_path, **USUAL).outcome.verdicts
    assert [each.word for each in verdicts if each.rule.text == "quarantine share"] == words


def test_a_day_that_lost_over_half_is_refused(tmp_path: Path) -> None:
    put_rows(tmp_path, [request(f"r{number}", status=0 if number < 11 else 200) for number in range(20)])
    assert "quarantine share: saw 0.55, limit at most 0.5 (most likely the export changed)" in refusal(
        tmp_path, **USUAL
    )


def test_the_suite_judges_like_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_rows(tmp_path, [*GOOD, GOOD[0], BAD])
    by_rules = land(tmp_path).outcome.verdicts
    refused_by_rules = refusal(tmp_path, max_quarantine_share=0)
    monkeypatch.setattr("tasks.stage.judge", tasks.gates.judge)
    suite = tmp_path / "suite"
    put_rows(suite, [*GOOD, GOOD[0], BAD])
    assert [(each.rule, each.word) for each in land(suite).outcome.verdicts] == [
        (each.rule, each.word) for each in by_rules
    ]
    assert refusal(suite, max_quarantine_share=0).replace(str(suite), str(tmp_path)) == refused_by_rules
