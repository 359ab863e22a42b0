"""The file of weights: written, read, named in the settings, and part of what a day is made from."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tasks.campaigns.weights import SHIPPED, read_weights, weights_file
from tasks.errors import CallError
from tasks.fitting.examples import FITTED, Examples
from tasks.fitting.model import Fit
from tasks.fitting.store import write_weights
from tests.landing.conftest import plain_gate
from tests.stage.lakes import DAYS, run_days

__all__ = ["plain_gate"]


def _fit(folder: Path, day: date = DAYS[0], **numbers: float) -> Path:
    weights = replace(read_weights(SHIPPED), prior=-3.25, slope=0.875, intercept=-0.5, **numbers)  # type: ignore[arg-type]
    nothing = np.zeros((7, len(FITTED)), dtype=bool)
    examples = Examples(nothing, nothing[:, 0], nothing[:, 0].astype(int), np.ones(7), ('a "b"', "c"), ("4",), day)
    return write_weights(folder, Fit(weights, 0.2, 0.1), examples)


def test_what_is_written_is_read_and_says_what_it_was_fitted_on(tmp_path: Path) -> None:
    target = _fit(tmp_path / "weights")
    assert target.name == "weights-2026-09-07.toml"
    assert read_weights(target) == replace(read_weights(SHIPPED), prior=-3.25, slope=0.875, intercept=-0.5)
    about = target.read_text().split("[fitted_on]")[1].split()
    assert " ".join(about) == (
        'worlds = ["a \\"b\\"", "c"] seeds = ["4"] groups = 7 under_one_hand = 0 newest_data = "2026-09-07" '
        "brier_before = 0.2 brier_after = 0.1"
    )


def test_the_newest_counts_and_without_any_the_shipped_one(tmp_path: Path) -> None:
    assert (weights_file(None), weights_file(tmp_path)) == (SHIPPED, SHIPPED)
    newest = _fit(tmp_path, DAYS[2])
    _fit(tmp_path, DAYS[1])
    assert weights_file(tmp_path) == newest


def test_other_weights_make_the_day_stale_and_count(lake: Path, tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    _fit(folder, ceiling=0.7)
    flags = {"campaigns": {"weights_folder": str(folder), "min_likelihood": 0.5}}
    assert run_days(lake, DAYS[:1], **flags) == {7: {"campaigns", "ledger", "decisions"}}
    assert run_days(lake, DAYS[:1], **flags) == {7: set()}
    _fit(folder, ceiling=0.6)
    assert run_days(lake, DAYS[:1], **flags) == {7: {"campaigns", "ledger", "decisions"}}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("shared_email ", "shared_mail ", "one line for each signal; see to shared_email, shared_mail"),
        ("likelihood = 3.0", "likelihood = -3.0", "is no number from 0 on"),
        ("prior = -5.0", "prior = nan", "numbers for prior and intercept"),
        ("ceiling = 0.99", "", "cannot be read"),
        ("[signals]", "[signals", "cannot be read"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = SHIPPED.read_text()
    assert old in text
    (tmp_path / "weights-1.toml").write_text(text.replace(old, new))
    with pytest.raises(CallError, match=told):
        read_weights(tmp_path / "weights-1.toml")
