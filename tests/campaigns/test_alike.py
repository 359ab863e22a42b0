"""A queue dealt out is found among accounts that write and work as they like; where there is none nothing is."""

import numpy as np
import pandas as pd
import pytest

from tasks.campaigns.alike import find_alike
from tasks.campaigns.shards import both
from tasks.corpora.directions import Writers
from tasks.graph import Floats

STRANGERS, CREW, DIRECTIONS = 400, 40, 30


def writers(towards: float, seed: int) -> Writers:
    """Strangers anywhere, the last 40 drawn so far towards one direction."""
    dice = np.random.default_rng(seed)
    points: Floats = dice.standard_normal((STRANGERS + CREW, DIRECTIONS))
    points[STRANGERS:, 0] += towards
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return Writers([f"a{n:03}" for n in range(len(points))], np.full(len(points), 40), points)


def loads(spread: float, seed: int) -> pd.DataFrame:
    """Everybody's usual day, the crew's within `spread` of each other."""
    dice = np.random.default_rng(seed)
    level = np.concatenate([dice.normal(2.5, 1.0, STRANGERS), dice.normal(2.8, spread, CREW)])
    return pd.DataFrame({"account_id": [f"a{n:03}" for n in range(len(level))], "level": level})


def test_one_queue_dealt_out_is_found() -> None:
    found = min(find_alike(writers(6.0, 1), loads(0.15, 2), 10), key=lambda alike: alike.p_value)
    crew = {account for account in found.accounts if account >= f"a{STRANGERS}"}
    assert found.p_value < 1e-6
    assert len(crew) >= 0.6 * CREW
    assert len(found.accounts) - len(crew) <= 2
    assert found.strangers < 0.2


@pytest.mark.parametrize("seed", range(4))
def test_users_of_one_tool_do_as_much_as_they_like(seed: int) -> None:
    """They write alike; their loads are everybody's."""
    assert all(alike.p_value > 1e-3 for alike in find_alike(writers(6.0, seed), loads(1.0, seed + 10), 10))


@pytest.mark.parametrize("seed", range(4))
def test_strangers_with_one_load_do_not_write_alike(seed: int) -> None:
    """A class that does as much as it is told to, everybody in their own words."""
    found = find_alike(writers(0.0, seed), loads(0.15, seed + 20), 10)
    assert all(alike.p_value > 1e-3 or alike.strangers > 0.4 for alike in found)


def test_too_few_accounts_are_no_community() -> None:
    few = Writers(["a", "b"], np.array([9, 9]), np.eye(2))
    assert find_alike(few, pd.DataFrame({"account_id": ["a", "b"], "level": [1.0, 1.0]}), 10) == []


def test_two_chances_together_hold_where_there_is_nothing() -> None:
    """Of pairs of chances that mean nothing, as many come out below a level as the level says."""
    dice = np.random.default_rng(4)
    together = both(pd.Series(dice.random(20_000)), pd.Series(dice.random(20_000)))
    for level in (0.5, 0.05, 0.005):
        assert abs((together <= level).mean() - level) < 4 * (level / 20_000) ** 0.5
    assert both(pd.Series([1e-3]), pd.Series([1e-3]))[0] < 1e-4 < both(pd.Series([1e-6]), pd.Series([1.0]))[0] * 10
