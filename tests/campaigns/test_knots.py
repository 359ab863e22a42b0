"""handoff_knot: conversations that go round among accounts of different payers, which little else ties together."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tasks.campaigns.knots import chance_of_a_part
from tests.campaigns.null import holds
from tests.campaigns.world import LONG, World, rows, user

SIZE = 12


def _handing_on(behind_one: int, steps: tuple[int, ...]) -> World:
    """Accounts that hand on to those so many places after them; so many of them sit behind one address."""
    world = World()
    dice = np.random.default_rng(3)
    world.strangers(150)
    names = [
        world.account(
            f"v{number}",
            email=f"me@house{number}.example",
            created_at=f"2025-{dice.integers(1, 9):02d}-{dice.integers(1, 28):02d}T{dice.integers(0, 24):02d}:00:00Z",
        )
        for number in range(SIZE)
    ]
    exits = ["90.1.1.1" if number < behind_one else f"90.{number}.1.9" for number in range(SIZE)]
    for number, name in enumerate(names):
        for step in steps:
            other = (number + step) % SIZE
            if number + step < SIZE or len(steps) > 1:
                begun = [user(f"{LONG}{name} {step}")]
                more = [{"role": "assistant", "content": f"It began with {name}."}, user(f"And after {step}?")]
                world.ask(name, begun, ip=exits[number], minute=30 * number + 5 * step)
                world.ask(names[other], begun + more, ip=exits[other], minute=30 * number + 5 * step + 2)
    return world


@pytest.mark.parametrize(("behind_one", "steps", "found"), [(4, (1, 2), [(SIZE,)]), (0, (1, 2), []), (4, (1,), [])])
def test_rings_need_something_that_agrees_and_lines_more(
    tmp_path: Path, behind_one: int, steps: tuple[int, ...], found: list[tuple[int]]
) -> None:
    lake = _handing_on(behind_one, steps).run(tmp_path)
    assert rows(lake, "campaigns", "accounts") == found
    assert [(said, accounts) for said, accounts in rows(lake, "evidence", "signal, accounts") if "knot" in said] == [
        ("handoff_knot", SIZE) for _ in found
    ]


def test_a_weak_second_does_not_name_a_campaign(tmp_path: Path) -> None:
    assert rows(_handing_on(4, (1, 2)).run(tmp_path), "campaigns", "label") == [("reseller",)]


def test_the_chance_holds_of_the_part_that_says_most() -> None:
    """Pairs drawn at random close rings now and then: the part that says most for itself seldom says too much."""
    dice = np.random.default_rng(5)
    accounts, told = 600, []
    for _ in range(1000):
        pairs = np.unique(np.sort(dice.choice(accounts, (100, 2)), axis=1), axis=0)
        pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        graph = coo_array((np.ones(len(pairs)), pairs.T), shape=(accounts, accounts))
        count, part = connected_components(graph, directed=False)
        size, within = np.bincount(part), np.bincount(part[pairs[:, 0]], minlength=count)
        rings = within >= size
        shape = [size[rings], within[rings], np.full(rings.sum(), len(pairs)), np.full(rings.sum(), accounts)]
        told.append(min(chance_of_a_part(*(each.astype(float) for each in shape)), default=1.0))
    assert min(told) < 0.5
    assert holds(pd.Series(told))


@pytest.mark.parametrize(("all_pairs", "likely"), [(60.0, False), (3000.0, True)])
def test_where_everybody_hands_on_rings_say_nothing(all_pairs: float, likely: bool) -> None:
    one = [np.array([value]) for value in (12.0, 16.0, all_pairs, 1000.0)]
    assert bool(chance_of_a_part(*one)[0] > 0.05) is likely
