"""Measured numbers against limits, without a stage: what passes, and that nothing measured never does."""

import gc
from pathlib import Path

import pytest

from tasks.contracts.declaration import Severity
from tasks.gates import judge, make_ready
from tasks.gates.rules import Rule, Verdict
from tests.gates.tiny import DAY


def _rule(low: float | None = None, high: float | None = None, severity: Severity = "critical") -> Rule:
    return Rule("t", "c", "a number", "t c: a number", "it is wrong", low, high, severity)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gates")


@pytest.mark.parametrize(
    ("low", "high", "seen", "word"),
    [
        (1, None, 1, "pass"),
        (1, None, 0.999, "FAIL"),
        (None, 0, 0, "pass"),
        (None, 0, 1, "FAIL"),
        (0.5, 2, 2, "pass"),
        (0.5, 2, 2.001, "FAIL"),
        (0.5, 2, 0.499, "FAIL"),
        (1, None, None, "FAIL"),
        (None, 0, None, "FAIL"),
        (0, None, None, "FAIL"),
        (1, None, float("nan"), "FAIL"),
        (None, 0, float("nan"), "FAIL"),
        (None, 1e15, 1e14, "pass"),
    ],
)
def test_limits(folder: Path, low: float | None, high: float | None, seen: float | None, word: str) -> None:
    rule = _rule(low, high)
    (verdict,) = judge("limits", DAY, [rule], {rule.metric: seen}, folder)
    assert verdict.word == word


def test_a_metric_that_is_missing_does_not_pass(folder: Path) -> None:
    (verdict,) = judge("missing", DAY, [_rule(0)], {}, folder)
    assert (verdict.word, verdict.seen) == ("FAIL", None)


def test_a_warning_never_refuses(folder: Path) -> None:
    rule = _rule(1, severity="warning")
    assert [each.word for each in judge("warns", DAY, [rule], {rule.metric: None}, folder)] == ["warn"]


def test_each_rule_has_its_own_verdict_in_their_order(folder: Path) -> None:
    rules = [Rule("t", str(number), "n", f"t {number}: n", "", number, None) for number in range(5)]
    found = judge("several", DAY, rules, {rule.metric: 2.0 for rule in rules}, folder)
    assert [(each.rule.column, each.word) for each in found] == [
        ("0", "pass"),
        ("1", "pass"),
        ("2", "pass"),
        ("3", "FAIL"),
        ("4", "FAIL"),
    ]


def test_one_number_may_warn_before_it_refuses(folder: Path) -> None:
    rules = [_rule(high=1, severity="warning"), _rule(high=5)]
    found = judge("twice", DAY, rules, {rules[0].metric: 3.0}, folder)
    assert [each.word for each in found] == ["warn", "pass"]


@pytest.mark.parametrize(
    ("seen", "rule", "told"),
    [
        (3.0, _rule(high=0), "table t, column c: a number: saw 3, limit at most 0 (it is wrong)"),
        (None, _rule(1), "table t, column c: a number: saw nothing, limit at least 1 (it is wrong)"),
        (9.0, _rule(0.5, 2), "table t, column c: a number: saw 9, limit 0.5 to 2 (it is wrong)"),
    ],
)
def test_the_sentence_names_table_column_count_and_limit(seen: float | None, rule: Rule, told: str) -> None:
    assert Verdict(rule, seen, False).sentence == told


def test_a_large_count_is_told_to_the_last_row() -> None:
    assert "1234567" in Verdict(_rule(high=0), 1234567.0, False).sentence.replace(",", "")


def test_loading_the_gate_leaves_the_collection_of_garbage_on(folder: Path) -> None:
    make_ready()
    rule = _rule(low=1)
    assert [verdict.word for verdict in judge("stage", DAY, [rule], {rule.metric: 1.0}, folder)] == ["pass"]
    assert gc.isenabled()
