"""A gate's verdicts as a table in the Prefect UI: rule, seen, limit, verdict; what failed stands first."""

from collections.abc import Iterable
from datetime import date

from prefect.artifacts import create_table_artifact

from tasks.gates.rules import Verdict

_RANK = {"FAIL": 0, "warn": 1, "pass": 2}


def publish_verdicts(stage: str, day: date, verdicts: Iterable[Verdict]) -> None:
    """Leave the table under the stable key `gate-DAY-STAGE`."""
    ordered = sorted(verdicts, key=lambda verdict: _RANK[verdict.word])
    rows = [
        {
            "verdict": verdict.word,
            "table": verdict.rule.table,
            "column": verdict.rule.column,
            "rule": verdict.rule.text,
            "seen": verdict.seen_in_words,
            "limit": verdict.rule.limit,
        }
        for verdict in ordered
    ]
    failed = sum(verdict.word == "FAIL" for verdict in ordered)
    warned = sum(verdict.word == "warn" for verdict in ordered)
    create_table_artifact(
        key=f"gate-{day}-{stage.replace('_', '-')}",
        table=rows,
        description=f"Gate of {stage} on {day}: {failed} refused, {warned} warned, of {len(rows)} rules.",
    )
