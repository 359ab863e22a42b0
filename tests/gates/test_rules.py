"""Each kind of rule breaks for its own reason, and says where, how often and what the limit is."""

from pathlib import Path

import pytest

from tasks.errors import GateRefusedError
from tests.gates.tiny import GOOD, attempt, verdicts

A = GOOD[0]


def test_good_rows_pass_every_rule(tmp_path: Path) -> None:
    outcome = attempt(tmp_path)
    assert outcome.computed
    assert {each.word for each in outcome.verdicts} == {"pass"}
    assert len(outcome.verdicts) == 11


@pytest.mark.parametrize(
    ("rows", "column", "told"),
    [
        ((), "*", "rows: saw 0, limit at least 2"),
        ((A,), "*", "rows: saw 1, limit at least 2"),
        ((A, A, A), "name", "rows that repeat a key: saw 2, limit at most 0"),
        (
            (A, "(null, 2, 'red', 'AA', 'n', 1)"),
            "name",
            "rows that break 'is filled': saw 1, limit at most 0",
        ),
        ((A, "('b', 0, 'red', 'AA', 'n', 1)"), "size", "rows that break 'is at least 1': saw 1, limit at most 0"),
        ((A, "('b', 11, 'red', 'AA', 'n', 1)"), "size", "rows that break 'is at most 10': saw 1, limit at most 0"),
        (
            (A, "('b', 2, 'blue', 'AA', 'n', 1)"),
            "colour",
            "rows that break 'is one of red, green': saw 1, limit at most 0",
        ),
        (
            (A, "('b', 2, 'red', 'AAA', 'n', 1)"),
            "code",
            "rows that break 'looks like [A-Z]{2}': saw 1, limit at most 0",
        ),
    ],
)
def test_a_critical_rule_refuses_and_says_why(tmp_path: Path, rows: tuple[str, ...], column: str, told: str) -> None:
    with pytest.raises(GateRefusedError) as refused:
        attempt(tmp_path, rows)
    message = str(refused.value)
    assert f"gate tiny refused 2026-09-08: table tiny, column {column}: {told}" in message
    assert [each.rule.column for each in refused.value.verdicts if each.word == "FAIL"] == [column]
    assert refused.value.exit_status == 1


def test_several_reasons_are_all_told(tmp_path: Path) -> None:
    with pytest.raises(GateRefusedError, match=r"column name: rows that break.*column size: rows that break"):
        attempt(tmp_path, (A, "(null, 99, 'red', 'AA', 'n', 1)"))


def test_optional_columns_may_be_empty(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, (A, "('b', null, null, null, 'n', null)"))
    assert {each.word for each in outcome.verdicts} == {"pass"}


def test_a_share_filled_and_a_warning_rule_warn_and_publish(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, (A, "('b', 2, 'red', 'AA', null, -1)", "('c', 2, 'red', 'AA', null, 1)"))
    assert verdicts(outcome, "warn") == {("note", "share filled"), ("age", "rows that break 'is at least 0'")}
    assert verdicts(outcome, "FAIL") == set()
    assert outcome.computed


def test_a_count_of_the_stage_refuses(tmp_path: Path) -> None:
    with pytest.raises(GateRefusedError, match=r"table tiny, column \*: lost rows: saw 1, limit at most 0 \(rows were"):
        attempt(tmp_path, lost_rows=1)


def test_a_count_of_the_stage_warns(tmp_path: Path) -> None:
    assert verdicts(attempt(tmp_path, late_rows=4), "warn") == {("*", "late rows")}
    assert verdicts(attempt(tmp_path, late_rows=3), "warn") == set()


def test_a_count_that_was_not_taken_does_not_pass(tmp_path: Path) -> None:
    with pytest.raises(GateRefusedError, match=r"lost rows: saw nothing, limit at most 0"):
        attempt(tmp_path, lost_rows=None)


def test_a_repeated_key_is_seen_where_a_part_of_it_is_null(tmp_path: Path) -> None:
    row = "(null, 2, 'red', 'AA', 'n', 1)"
    with pytest.raises(GateRefusedError, match="rows that repeat a key: saw 1,"):
        attempt(tmp_path, (A, row, row))
