"""Which groups on one card look like customers with many seats, by what else they show."""

import duckdb
import pandas as pd
import pytest

import tasks.campaigns
from tasks.campaigns.fuse import fuse
from tasks.campaigns.weights import SHIPPED, read_weights
from tasks.settings import Campaigns
from tasks.stage import sql

SIZE, CHANCE = 20, 1e-12
Shown = tuple[str, str, float, float | None]
COLUMNS = ["family", "signal", "statistic", "usual"]
SCAFFOLD = ("content", "shared_scaffold", SIZE, None)
QUEUE = ("content", "one_queue", 0.1, 0.9)
NO_QUEUE = ("content", "one_queue", 0.9, 0.9)
REASONING = ("extraction", "asks_reasoning", SIZE, None)
CONTRADICTING = ("geography", "contradicting_places", SIZE, None)


def _reason(shown: list[Shown], made_and_paid: int, housed: int) -> str:
    """Why a group that one card made, and that shows this, was kept back."""
    tested = pd.DataFrame(shown, columns=COLUMNS).assign(group_id="g", cohort=SIZE, p_value=CHANCE)
    card = {"group_id": "g", "family": "payment", "signal": "shared_payment", "forming": True, "share": 1.0}
    counted = {"seats": SIZE, "housed": housed, "crossing": 0, "largest": SIZE, "paid": SIZE}
    fused = fuse(
        pd.DataFrame({"group_id": ["g"], "accounts": [SIZE], "at_once": [False]}),
        pd.DataFrame([card]).assign(of_one=1.0, several=0.0, values=0.1),
        tested.astype({"usual": float}),
        pd.DataFrame([{"group_id": "g", "accounts": SIZE, "made_and_paid": made_and_paid} | counted]),
        Campaigns(),
        read_weights(SHIPPED),
    )
    (reason,) = fused.groups["reason"]
    return str(reason)


@pytest.mark.parametrize(
    ("shown", "made_and_paid", "housed", "seated"),
    [
        ([SCAFFOLD], 0, 0, True),
        ([SCAFFOLD, NO_QUEUE], 0, 0, True),
        ([SCAFFOLD, QUEUE], 0, 0, False),
        ([SCAFFOLD, QUEUE], 0, SIZE // 2, True),
        ([SCAFFOLD, REASONING], 0, SIZE, False),
        ([SCAFFOLD, CONTRADICTING], 0, 0, True),
        ([SCAFFOLD, CONTRADICTING], SIZE, 0, False),
        ([SCAFFOLD, CONTRADICTING], SIZE, SIZE, True),
        ([SCAFFOLD], SIZE, 0, True),
    ],
)
def test_seats_of_a_customer(shown: list[Shown], made_and_paid: int, housed: int, seated: bool) -> None:
    assert ("customers with many seats" in _reason(shown, made_and_paid, housed)) is seated


@pytest.mark.parametrize(("machines", "seats", "crossing"), [(6, 6, 0), (2, 0, 6)])
def test_units_of_one_firm_pay_for_themselves_but_a_farm_has_few_machines(
    machines: int, seats: int, crossing: int
) -> None:
    """Six accounts of one mail domain, a card each, that hand conversations on in a ring."""
    with duckdb.connect() as con:
        con.execute(
            f"""create table accounts as select 'a' || n as account_id, 'firm.example' as email_domain,
                       false as public_mail, 'card ' || n as payment, 'machine ' || n % {machines} as device
                from range(6) as numbers(n)"""
        )
        con.execute("create table everybody as from accounts")
        con.execute("create table groups as select 'g' as group_id, account_id from accounts")
        con.execute(
            """create table ties as select 'a' || (n + step) % 6 as account_id, 'timing' as family,
                      'conversation_handoff' as signal, 'pair ' || n as value
               from range(6) as numbers(n), range(2) as steps(step)"""
        )
        found = con.sql(sql(tasks.campaigns.__file__, "customers")).df().iloc[0]
    assert (found["seats"], found["housed"], found["crossing"], found["largest"]) == (seats, seats, crossing, 1)
