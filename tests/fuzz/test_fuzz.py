"""Hundreds of fuzzed files, many to a day: landing takes what can be taken, tells the rest, and proves the sum.

`make bench` lands over a thousand.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tasks.sources import SOURCES, recognise
from tests.fuzz.days import check_day
from tests.fuzz.fuzzed import Fuzzed, fuzzed_days
from tests.fuzz.seeds import seeds

# Of each batch of days the first are small, and after ten Hypothesis would try variations of what it had. Which files
# of a failing day it fails for is found by halving it, which is faster than shrinking.
BATCHES, DAYS, SLOTS = int(os.environ.get("FUZZ_BATCHES", "1")), int(os.environ.get("FUZZ_DAYS", "7")), 66
_delivered: set[bytes] = set()


# Threads of Prefect, from tests before these, draw from `random` while Hypothesis looks whether a strategy did.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
@pytest.mark.parametrize("batch", range(BATCHES))
@settings(
    max_examples=DAYS,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)
@given(files=fuzzed_days(SLOTS))
def test_a_day(batch: int, files: list[Fuzzed]) -> None:
    """It lands, loses nothing, makes nothing up and leaks nothing; every run makes the same files."""
    _delivered.update(each.content for each in files)
    check_day(files)


def test_files_were_hundreds(request: pytest.FixtureRequest) -> None:
    chosen = [item for item in request.session.items if item.function is test_a_day]  # type: ignore[attr-defined]
    if len(chosen) < BATCHES:
        pytest.skip("not all batches were run")
    assert len(_delivered) >= 30 * DAYS * BATCHES


def test_seeds_are_of_every_source() -> None:
    recognised = {recognise(source.table, row).name for source in SOURCES for seed in seeds() for row in seed.rows}
    assert {source.name for source in SOURCES} <= recognised
