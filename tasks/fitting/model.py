"""Weights and calibration that fit labelled groups: logistic regression held close to the shipped weights.

The log-odds of a group are the prior and, of each family, the best of its signals that spoke and half of the others, as
in fusion. Each
weight has a normal prior round the shipped one (MAP), so that a signal that was hardly seen stays where it was, and
none is below 0. Calibration is Platt's (1999), fitted to log-odds of groups whose world took no part in the weights.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from tasks.campaigns.weights import HALF, SIGNALS, Weights
from tasks.fitting.examples import FITTED, Examples

# How far, in log-odds, a weight may be expected to lie from the shipped one; a slope from 1 and an intercept from 0.
_SPREAD = 1.0

_Numbers = npt.NDArray[np.float64]
_FAMILIES = [[place for place, name in enumerate(FITTED) if SIGNALS[name].family == family] for family in
             dict.fromkeys(SIGNALS[name].family for name in FITTED)]  # fmt: skip


@dataclass(frozen=True)
class Fit:
    """Fitted weights and the mean squared error (Brier 1950) before and after; after, on worlds not fitted on."""

    weights: Weights
    brier_before: float
    brier_after: float


def fit(examples: Examples, shipped: Weights) -> Fit:
    """Fit weights to all worlds, and calibration and error to each world by the weights of the others."""
    left_out = np.empty(len(examples.one_hand))
    for world in range(len(examples.worlds)):
        out = examples.world == world
        left_out[out] = _log_odds(_fitted(examples.part(~out), shipped), examples.present[out])
    told = np.empty_like(left_out)
    for world in range(len(examples.worlds)):
        out = examples.world == world
        told[out] = _calibrated(left_out[~out], examples.part(~out), shipped).probability(left_out[out])
    weights = _calibrated(left_out, examples, _fitted(examples, shipped))
    before = shipped.probability(_log_odds(shipped, examples.present))
    return Fit(weights, _brier(before, examples), _brier(told, examples))


def _fitted(examples: Examples, shipped: Weights) -> Weights:
    """The weights and the prior that are likeliest, given the groups and the shipped weights."""
    start = np.array([*(shipped.likelihood[name] for name in FITTED), shipped.prior])

    def loss(numbers: _Numbers) -> tuple[float, _Numbers]:
        best = _best(numbers[:-1], examples.present)
        error, slope = _log_loss(numbers[-1] + (best * numbers[:-1]).sum(axis=1), examples)
        return error + _far(numbers, start), np.array([*(slope @ best), slope.sum()]) + (numbers - start) / _SPREAD**2

    found = _least(loss, start, [*[(0.0, None)] * len(FITTED), (None, None)])
    likelihood = {**shipped.likelihood, **dict(zip(FITTED, found[:-1].tolist(), strict=True))}
    return replace(shipped, prior=float(found[-1]), likelihood=likelihood)


def _calibrated(log_odds: _Numbers, examples: Examples, weights: Weights) -> Weights:
    """`weights` with the slope and the intercept that fit the log-odds."""
    start = np.array([1.0, 0.0])

    def loss(numbers: _Numbers) -> tuple[float, _Numbers]:
        error, slope = _log_loss(numbers[0] * log_odds + numbers[1], examples)
        pull = (numbers - start) / _SPREAD**2
        return error + _far(numbers, start), np.array([slope @ log_odds, slope.sum()]) + pull

    slope, intercept = _least(loss, start, [(0.0, None), (None, None)])
    return replace(weights, slope=float(slope), intercept=float(intercept))


def _best(weights: _Numbers, present: npt.NDArray[np.bool_]) -> _Numbers:
    """How much each signal counts for each group: of a family's signals that spoke the best 1, the others half."""
    worth = np.where(present, weights, -1.0)
    counts = np.where(present, HALF, 0.0)
    for places in _FAMILIES:
        chosen = np.array(places)[worth[:, places].argmax(axis=1)]
        counts[np.arange(len(worth)), chosen] = present[np.arange(len(worth)), chosen]
    return counts


def _log_odds(weights: Weights, present: npt.NDArray[np.bool_]) -> _Numbers:
    numbers = np.array([weights.likelihood[name] for name in FITTED])
    return np.asarray(weights.prior + (_best(numbers, present) * numbers).sum(axis=1))


def _log_loss(log_odds: _Numbers, examples: Examples) -> tuple[float, _Numbers]:
    """The loss and, for each group, its derivative by the log-odds."""
    loss = np.logaddexp(0.0, np.where(examples.one_hand, -log_odds, log_odds))
    slope = 1 / (1 + np.exp(-log_odds)) - examples.one_hand
    return float((examples.weight * loss).sum()), examples.weight * slope


def _far(numbers: _Numbers, start: _Numbers) -> float:
    return float(((numbers - start) ** 2).sum() / 2 / _SPREAD**2)


def _least(
    loss: Callable[[_Numbers], tuple[float, _Numbers]], start: _Numbers, bounds: list[tuple[float | None, float | None]]
) -> _Numbers:
    return np.asarray(minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x)


def _brier(told: _Numbers, examples: Examples) -> float:
    return float(np.average((told - examples.one_hand) ** 2, weights=examples.weight))
