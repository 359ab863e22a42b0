"""complementary_load and machine_cadence: what fires, what does not, and that chances hold."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from tasks.campaigns.cadence import cadence_chances, longest_silence
from tasks.campaigns.complementary import turn_chances
from tasks.campaigns.draws import relevant
from tasks.campaigns.hours import Hours, read_hours
from tests.campaigns.null import holds, random_groups

Active = npt.NDArray[np.bool_]

DAYS, STRANGERS, SIZE = 7, 600, 20


def _people(dice: np.random.Generator, count: int) -> Active:
    """Nine hours or so of each day, in sittings by day in a time zone of one's own."""
    home = dice.integers(0, 24, count)[:, None, None]
    hour = np.arange(24)[None, None, :]
    awake = (hour - home) % 24 < 14
    return awake & (dice.random((count, DAYS, 24)) < 0.65)


def _taking_turns(dice: np.random.Generator, count: int) -> Active:
    """Every account nine hours a day, dealt so that about as many are active in every hour."""
    active = np.zeros((count, DAYS, 24), bool)
    for day in range(DAYS):
        for hour in range(24):
            active[(np.arange(9 * count // 24) + dice.integers(count)) % count, day, hour] = True
    return active


def _one_office(dice: np.random.Generator, count: int) -> Active:
    """All in one building, from nine to six."""
    active = np.zeros((count, DAYS, 24), bool)
    active[:, :, 9:18] = True
    return active & (dice.random(active.shape) < 0.95)


def _rows(active: Active) -> pd.DataFrame:
    bits = (active * (1 << np.arange(24))).sum(axis=2)
    accounts, days = np.nonzero(bits)
    names = [f"a{account:04d}" for account in accounts]
    return pd.DataFrame({"account_id": names, "day": days + 14 - DAYS, "hours": bits[accounts, days]})


def _group(count: int) -> pd.DataFrame:
    return pd.DataFrame({"group_id": "g", "account_id": [f"a{number:04d}" for number in range(count)]})


def _tested(group: Active, people: Active) -> dict[str, tuple[float, bool]]:
    hours = read_hours(_rows(np.concatenate([group, people])))
    found = pd.concat(test(hours, _group(len(group))) for test in (turn_chances, cadence_chances))
    return dict(zip(found["signal"], zip(found["p_value"], relevant(found), strict=True), strict=True))


def test_accounts_that_take_turns_fire_and_an_office_does_not() -> None:
    dice = np.random.default_rng(1)
    people = _people(dice, STRANGERS)
    p_value, plain = _tested(_taking_turns(dice, SIZE), people)["complementary_load"]
    assert p_value <= 1e-4
    assert plain
    assert _tested(_one_office(dice, SIZE), people)["complementary_load"][0] > 0.05


def test_accounts_without_a_night_fire_and_busy_people_do_not() -> None:
    dice = np.random.default_rng(2)
    people = _people(dice, STRANGERS)
    p_value, plain = _tested(dice.random((SIZE, DAYS, 24)) < 0.38, people)["machine_cadence"]
    assert p_value <= 1e-4
    assert plain
    assert _tested(_people(dice, SIZE), people)["machine_cadence"][0] > 0.01


@pytest.mark.parametrize("test", [turn_chances, cadence_chances])
def test_chances_hold_for_groups_dealt_out_at_random(test: Callable[[Hours, pd.DataFrame], pd.DataFrame]) -> None:
    hours = read_hours(_rows(_people(np.random.default_rng(3), STRANGERS)))
    found = test(hours, random_groups(list(hours.places.index), SIZE, 200, seed=4))
    assert len(found) == 200
    assert holds(found["p_value"])


def test_the_longest_silence_goes_round_midnight() -> None:
    active = np.zeros((3, 48), bool)
    active[0, [6, 24 + 20]] = True
    active[1, ::2] = True
    assert longest_silence(active).tolist() == [13, 1, 24]


def test_a_groups_chance_does_not_depend_on_other_groups() -> None:
    hours = read_hours(_rows(_people(np.random.default_rng(5), 200)))
    groups = random_groups(list(hours.places.index), SIZE, 5, seed=6)
    alone = cadence_chances(hours, groups[groups["group_id"] == "g003"])
    among = cadence_chances(hours, groups).query("group_id == 'g003'")
    assert alone.to_numpy().tolist() == among.to_numpy().tolist()
