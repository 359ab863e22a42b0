"""The gate between stages: measured by DuckDB in one pass, judged by a Great Expectations suite.

Each rule is one column of a one-row profile and one expectation on it. Min/Max expectations are used because
they fail where nothing could be measured; the Values expectations pass there (measured on 1.24).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tasks.gates.rules import Rule, Verdict


def judge(
    stage: str, day: date, rules: Sequence[Rule], metrics: Mapping[str, float | None], folder: Path
) -> list[Verdict]:
    """Judge the measured `metrics` of a stage's output for `day` by a suite made of `rules`.

    The suite and the result are stored under `folder`, from which the Data Docs are built.
    """
    # Imported here: it takes seconds, and a run that has nothing to judge needs none of it.
    from tasks.gates import suite

    return suite.validate(stage, day, rules, metrics, folder)
