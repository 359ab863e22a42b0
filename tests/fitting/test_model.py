"""A fit finds the weights that groups were dealt out by, stays close to the shipped ones else, and is calibrated."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tasks.campaigns.weights import HALF, SHIPPED, Weights, read_weights
from tasks.fitting.examples import FITTED, Examples
from tasks.fitting.model import fit

PAYMENT, DEVICE, HANDOFF, ADDRESS = (
    FITTED.index(name) for name in ("shared_payment", "shared_device", "conversation_handoff", "shared_address")
)


@pytest.fixture(scope="module")
def shipped() -> Weights:
    """The shipped weights."""
    return read_weights(SHIPPED)


def _examples(log_odds: dict[int, float], prior: float, groups: int = 2000, seed: int = 1) -> Examples:
    """Groups of five worlds whose signals come and go by themselves and count as `log_odds` says."""
    dice = np.random.default_rng(seed)
    present = np.zeros((groups, len(FITTED)), dtype=bool)
    for place in log_odds:
        present[:, place] = dice.random(groups) < 0.5
    odds = prior + sum(present[:, place] * worth for place, worth in log_odds.items())
    one_hand = dice.random(groups) < 1 / (1 + np.exp(-odds))
    world = np.arange(groups) % 5
    names = tuple(f"w{number}" for number in range(5))
    return Examples(present, one_hand, world, np.ones(groups), names, (), date(2026, 9, 9))


def test_weights_are_found_and_none_is_negative(shipped: Weights) -> None:
    # An address speaks against a group here, which evidence for one cannot.
    found = fit(_examples({PAYMENT: 1.0, HANDOFF: 3.0, ADDRESS: -1.0}, prior=-2.0), shipped)
    assert found.weights.likelihood["conversation_handoff"] == pytest.approx(3.0, abs=0.5)
    assert found.weights.likelihood["shared_payment"] == pytest.approx(1.0, abs=0.5)
    assert found.weights.likelihood["shared_address"] == 0.0
    assert found.brier_after < found.brier_before


def test_what_was_never_seen_stays_as_shipped(shipped: Weights) -> None:
    found = fit(_examples({PAYMENT: 1.0}, prior=-1.0), shipped).weights
    for name in set(found.likelihood) - {"shared_payment"}:
        assert found.likelihood[name] == pytest.approx(shipped.likelihood[name])
    assert found.membership == shipped.membership


def test_few_groups_move_weights_less_than_many(shipped: Weights) -> None:
    moved = [
        abs(fit(_examples({PAYMENT: 0.0}, prior=-1.0, groups=count), shipped).weights.likelihood["shared_payment"] - 3)
        for count in (20, 2000)
    ]
    assert 0 < moved[0] < moved[1] - 0.5


def test_within_a_family_the_best_signal_counts_whole_and_others_half(shipped: Weights) -> None:
    examples = _examples({DEVICE: 2.0}, prior=-1.0)
    # A telephone number comes with each device and says nothing beyond it.
    examples.present[:, FITTED.index("shared_phone")] = examples.present[:, DEVICE]
    found = fit(examples, shipped).weights
    low, high = sorted((found.likelihood["shared_device"], found.likelihood["shared_phone"]))
    assert high + HALF * low == pytest.approx(2.0, abs=0.5)


def test_likelihoods_are_calibrated_on_worlds_not_seen(shipped: Weights) -> None:
    dealt = {PAYMENT: 1.0, HANDOFF: 2.0}
    found = fit(_examples(dealt, prior=-2.0), shipped).weights
    unseen = _examples(dealt, prior=-2.0, seed=2)
    odds = found.prior + unseen.present @ np.array([found.likelihood[name] for name in FITTED])
    told = found.probability(odds)
    for likelihood in np.unique(told.round(6)):
        alike = np.isclose(told, likelihood, atol=1e-6)
        assert unseen.one_hand[alike].mean() == pytest.approx(likelihood, abs=0.08)


def test_nothing_is_surer_than_the_ceiling(shipped: Weights) -> None:
    assert replace(shipped, slope=2.0).probability([50.0]).tolist() == [shipped.ceiling]
