"""The gate between stages: measured by DuckDB in one pass, judged by a Great Expectations suite.

Each rule is one column of a one-row profile and one expectation on it. Min/Max expectations are used because
they fail where nothing could be measured; the Values expectations pass there (measured on 1.24).
"""

import gc
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from threading import Thread

from tasks.gates.rules import Rule, Verdict


def make_ready() -> None:
    """Begin to load Great Expectations while a stage computes: a run with nothing to judge needs none of it."""
    _loading()


def judge(
    stage: str, day: date, rules: Sequence[Rule], metrics: Mapping[str, float | None], folder: Path
) -> list[Verdict]:
    """Judge the measured `metrics` of a stage's output for `day` by a suite made of `rules`.

    The suite and the result are stored under `folder`, from which the Data Docs are built.
    """
    _loading().join()
    # Where loading failed it fails again, here where that is seen.
    from tasks.gates import suite

    return suite.validate(stage, day, rules, metrics, folder)


@cache
def _loading() -> Thread:
    thread = Thread(target=_load, name="load the gate")
    thread.start()
    return thread


def _load() -> None:
    collecting = gc.isenabled()
    # All that is loaded stays; looking through it for garbage again and again takes a third of the time.
    gc.disable()
    try:
        from tasks.gates import suite  # noqa: F401
    finally:
        if collecting:
            gc.enable()
