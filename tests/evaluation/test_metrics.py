"""Measures against figures worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from tasks.evaluation.metrics import (
    bootstrap,
    brier,
    completeness,
    precision_at,
    purity,
    rate_ratio,
    reliability,
    wilson,
)
from tasks.evaluation.nulls import null

# Two groups: three of campaign x with one honest account; two of y. A third of x stands in y's group.
GROUPS = pd.DataFrame(
    {
        "account_id": list("abcdefg"),
        "group_id": ["1"] * 4 + ["2"] * 3,
        "campaign": ["x", "x", "x", None, "y", "y", "x"],
    }
)


def test_wilson_by_hand() -> None:
    """Eight of ten: .490 to .943, as in textbooks; none of ten still has an upper end."""
    found = wilson(8, 10)
    assert (found.value, round(found.low, 3), round(found.high, 3)) == (0.8, 0.490, 0.943)
    assert (wilson(0, 10).low, round(wilson(0, 10).high, 3)) == (0.0, 0.278)
    assert np.isnan(wilson(0, 0).value)


def test_precision_falls_with_prevalence() -> None:
    """All bad found and one honest in a hundred accused: half are right at 1 %, one in eleven at .1 %."""
    assert precision_at(0.01, 1.0, 0.01) == pytest.approx(0.01 / (0.01 + 0.0099))
    assert precision_at(0.001, 1.0, 0.01) == pytest.approx(0.0910, abs=1e-4)
    assert precision_at(0.5, 0.8, 0.2) == pytest.approx(0.8)
    assert precision_at(0.01, 0.5, 0.0) == 1.0
    assert np.isnan(precision_at(0.01, 0.0, 0.0))


def test_purity_counts_honest_and_mixed_accounts_against_a_group() -> None:
    assert purity(GROUPS) == pytest.approx((3 + 2) / 7)


def test_completeness_counts_what_is_missing_or_elsewhere() -> None:
    """Of x's five accounts three are together, one elsewhere, one nowhere; z was not found at all."""
    bad = GROUPS[GROUPS["campaign"].notna()]
    sizes = pd.Series({"x": 5, "y": 2, "z": 3})
    assert completeness(bad, sizes) == pytest.approx((3 + 2 + 0) / 10)


def test_brier_and_reliability_by_hand() -> None:
    said, so = np.array([0.9, 0.9, 0.6, 0.1]), np.array([1.0, 0.0, 1.0, 0.0])
    assert brier(said, so) == pytest.approx((0.01 + 0.81 + 0.16 + 0.01) / 4)
    bins = reliability(said, so, (0.0, 0.5, 0.8, 1.0))
    assert bins[["count", "said", "so"]].to_numpy().tolist() == [[1, 0.1, 0], [1, 0.6, 1], [2, 0.9, 0.5]]


def test_bootstrap_is_of_worlds() -> None:
    same = bootstrap([0.5, 0.5, np.nan])
    assert (same.value, same.low, same.high) == (0.5, 0.5, 0.5)
    spread = bootstrap([0.0, 1.0])
    assert (spread.value, spread.low, spread.high) == (0.5, 0.0, 1.0)


def test_rate_ratio_of_rare_events_stays_finite() -> None:
    assert rate_ratio((10, 100), (5, 100)).value == pytest.approx(10.5 / 5.5)
    empty = rate_ratio((2, 1000), (0, 1000))
    assert empty.value == pytest.approx(5)
    assert empty.low < 1 < empty.high


def test_null_tells_uniform_from_too_sure() -> None:
    even = pd.DataFrame({"group_id": range(200), "p_value": (np.arange(200) + 0.5) / 200})
    sure = even.assign(p_value=even["p_value"] ** 3)
    cautious = even.assign(p_value=np.minimum(1, even["p_value"] * 5))
    assert null(even).p_value > 0.5
    assert null(even).histogram == [20] * 10
    assert null(sure).p_value < 1e-6
    assert null(cautious).p_value > 0.5
    assert null(even.assign(p_value=np.nan)).untested == 200
