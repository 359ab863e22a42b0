"""Landing is judged here by the rules themselves: the suite that is made of them costs half a second a run.

`test_gate` shows that both judge alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from tasks.gates.rules import Rule, Verdict


@pytest.fixture(autouse=True, scope="module")
def plain_gate() -> Iterator[None]:
    """Put the plain judge in place of the suite."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tasks.stage.judge", judge_plainly)
        yield


def judge_plainly(
    _stage: str, _day: date, rules: Sequence[Rule], metrics: Mapping[str, float | None], _folder: Path
) -> list[Verdict]:
    """A rule passes where its metric was measured and lies within its limits."""
    return [Verdict(rule, metrics.get(rule.metric), _passes(rule, metrics.get(rule.metric))) for rule in rules]


def _passes(rule: Rule, seen: float | None) -> bool:
    if seen is None:
        return False
    return (rule.low is None or seen >= rule.low) and (rule.high is None or seen <= rule.high)
