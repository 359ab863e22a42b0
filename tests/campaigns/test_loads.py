"""Accounts used up at one amount stand apart from a class that came for a day."""

import numpy as np
import pandas as pd

from tasks.campaigns.draws import relevant
from tasks.campaigns.loads import load_chances


def world(spread: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """300 accounts, the first 30 of them made, used and left within a day."""
    dice = np.random.default_rng(7)
    spent = np.concatenate([dice.normal(3.0, spread, 30), dice.normal(3.0, 0.8, 270)])
    loads = pd.DataFrame(
        {
            "account_id": [f"a{n:03}" for n in range(300)],
            "level": dice.normal(3.0, 0.8, 300),
            "unsteadiness": np.nan,
            "output": dice.normal(5.0, 1.0, 300),
            "spent": spent,
            "burnt": np.arange(300) < 30,
            "stratum": 0,
        }
    )
    return loads, pd.DataFrame({"group_id": "g", "account_id": [f"a{n:03}" for n in range(30)]})


def credit(spread: float) -> pd.DataFrame:
    found = load_chances(*world(spread))
    return found[found["signal"] == "levelled_credit"]


def test_a_credit_used_up_speaks() -> None:
    found = credit(0.1)
    assert (found["p_value"] < 0.001).all()
    assert len(found) == 1
    assert relevant(found).all()


def test_a_class_that_came_for_a_day_does_not() -> None:
    found = credit(0.8)
    assert (found["p_value"] > 0.01).all() or not relevant(found).any()


def test_accounts_that_go_on_are_not_asked() -> None:
    loads, group = world(0.1)
    found = load_chances(loads.assign(burnt=False), group)
    assert "levelled_credit" not in set(found["signal"])
