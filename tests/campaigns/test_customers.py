"""Which groups on one card look like customers with many seats, by what else they show."""

import pandas as pd
import pytest

from tasks.campaigns.fuse import fuse
from tasks.campaigns.weights import SHIPPED, read_weights
from tasks.settings import Campaigns

SIZE, CHANCE = 20, 1e-12
Shown = tuple[str, str, float, float | None]
COLUMNS = ["family", "signal", "statistic", "usual"]
SCAFFOLD = ("content", "shared_scaffold", SIZE, None)
QUEUE = ("content", "one_queue", 0.1, 0.9)
NO_QUEUE = ("content", "one_queue", 0.9, 0.9)
REASONING = ("extraction", "asks_reasoning", SIZE, None)
CONTRADICTING = ("geography", "contradicting_places", SIZE, None)


def _reason(shown: list[Shown], made_and_paid: int) -> str:
    """Why a group that one card made, and that shows this, was kept back."""
    tested = pd.DataFrame(shown, columns=COLUMNS).assign(group_id="g", cohort=SIZE, p_value=CHANCE)
    card = {"group_id": "g", "family": "payment", "signal": "shared_payment", "forming": True, "share": 1.0}
    counted = {"seats": SIZE, "crossing": 0, "largest": SIZE, "paid": SIZE, "made_and_paid": made_and_paid}
    fused = fuse(
        pd.DataFrame({"group_id": ["g"], "accounts": [SIZE]}),
        pd.DataFrame([card]),
        tested.astype({"usual": float}),
        pd.DataFrame([{"group_id": "g", "accounts": SIZE} | counted]),
        Campaigns(),
        read_weights(SHIPPED),
    )
    (reason,) = fused.groups["reason"]
    return str(reason)


@pytest.mark.parametrize(
    ("shown", "made_and_paid", "seated"),
    [
        ([SCAFFOLD], 0, True),
        ([SCAFFOLD, NO_QUEUE], 0, True),
        ([SCAFFOLD, QUEUE], 0, False),
        ([SCAFFOLD, REASONING], 0, False),
        ([SCAFFOLD, CONTRADICTING], 0, True),
        ([SCAFFOLD, CONTRADICTING], SIZE, False),
        ([SCAFFOLD], SIZE, True),
    ],
)
def test_seats_of_a_customer(shown: list[Shown], made_and_paid: int, seated: bool) -> None:
    assert ("customers with many seats" in _reason(shown, made_and_paid)) is seated
