"""A number and its noun agree."""

import pytest

from tasks.counted import counted

CASES = [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1.0, "1 day"), (0.5, "0.5 days"), (2000, "2,000 days")]


@pytest.mark.parametrize(("number", "told"), CASES)
def test_one_has_no_s(number: float, told: str) -> None:
    assert counted(number, "day") == told
