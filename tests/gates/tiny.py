"""A small table and a stage of our own that writes what a test hands it."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tasks.contracts.declaration import Column, Table
from tasks.gates.rules import Rule, fact_rule
from tasks.lake import Lake
from tasks.settings import Settings, load
from tasks.stage import Outcome, Outputs, Run, Work, stage

DAY = date(2026, 9, 8)

TINY = Table(
    name="tiny",
    grain="a thing",
    key=("name",),
    min_rows=2,
    columns=(
        Column("name", "string", "what it is called", True),
        Column("size", "int64", "how large it is", between=(1, 10)),
        Column("colour", "string", "which colour", one_of=("red", "green")),
        Column("code", "string", "its code", matches="[A-Z]{2}"),
        Column("note", "string", "a remark", filled=0.5),
        Column("age", "int64", "how old it is", between=(0, None), severity="warning"),
    ),
)

LANDED = Table(name="landing/tiny", grain="a thing", key=("name",), columns=TINY.columns[:1], landing=True)

GOOD = ("('a', 1, 'red', 'AA', 'n', 1)", "('b', 10, 'green', 'BB', 'n', 2)")


def _facts(_settings: Settings) -> tuple[Rule, ...]:
    return (
        fact_rule("tiny", "lost_rows", "rows were lost", high=0),
        fact_rule("tiny", "late_rows", "rows came late", high=3, severity="warning"),
    )


@stage(sentence="Make tiny things", lands=(LANDED,), writes=(TINY,), facts=_facts)
def tiny(work: Work) -> Outputs:
    """What landed: rows as SQL, and what was counted."""
    landed = json.loads(work.landed["landing/tiny"][0].path.read_text())
    values = f"(values {', '.join(landed['rows'] or GOOD)}) t(name, size, colour, code, note, age)"
    return Outputs({TINY: f"from {values} where {bool(landed['rows'])}"}, facts=landed["facts"])


def attempt(root: Path, rows: Sequence[str] = GOOD, day: date = DAY, **facts: float | None) -> Outcome:
    """Land `rows` and run the stage; facts are in order unless given, and one that is None is not counted."""
    counted = {"lost_rows": 0.0, "late_rows": 0.0} | facts
    landing = root / "landing" / "tiny" / f"dt={day}"
    landing.mkdir(parents=True, exist_ok=True)
    facts = {name: value for name, value in counted.items() if value is not None}
    (landing / "rows.json").write_text(json.dumps({"rows": rows, "facts": facts}))
    return tiny.run(Run(Lake(root), load(None, {"lake": root}), day))


def verdicts(outcome: Outcome, word: str) -> set[tuple[str, str]]:
    """(column, rule) of the verdicts with this word."""
    return {(each.rule.column, each.rule.text) for each in outcome.verdicts if each.word == word}
