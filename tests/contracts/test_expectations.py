"""The suites of Great Expectations hold one expectation for each rule of the declarations."""

import json
from pathlib import Path

import pytest

from flows.stages import STAGES
from tasks.contracts import PUBLISHED
from tasks.contracts.declaration import Table
from tasks.gates.rules import table_rules
from tasks.settings import load
from tasks.stage import Stage


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: str(stage.name))
def test_one_expectation_for_each_rule(finished: Path, stage: Stage) -> None:
    suite = json.loads((finished / "_gates" / "gx" / "expectations" / f"{stage.name}.json").read_text())
    rules = [rule for table in stage.writes for rule in table_rules(table)]
    rules += stage.facts(load()) if stage.facts else ()
    found = sorted(
        (each["kwargs"]["column"], each["kwargs"].get("min_value"), each["kwargs"].get("max_value"), each["severity"])
        for each in suite["expectations"]
    )
    assert found == sorted((rule.metric, rule.low, rule.high, rule.severity) for rule in rules)


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: str(table.name))
def test_a_rule_for_each_limit_of_the_declaration(table: Table) -> None:
    asked = {(rule.column, rule.text) for rule in table_rules(table)}
    limits = {(column.name, f"rows that break '{text}'") for column in table.columns for text, _ in column.broken}
    filled = {(column.name, "share filled") for column in table.columns if column.filled is not None}
    shape = {("*", "rows"), (", ".join(table.key), "rows that repeat a key")}
    assert asked == limits | filled | shape


def test_every_published_table_is_written_by_one_stage() -> None:
    assert sorted(table.name for stage in STAGES for table in stage.writes) == sorted(t.name for t in PUBLISHED)
