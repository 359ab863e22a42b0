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
CREDIT = ("timing", "levelled_credit", 0.1, 0.9)
SIGNUP = ("identity", "joint_signup", SIZE, None)
CONTRADICTING = ("geography", "contradicting_places", SIZE, None)


def _reason(
    shown: list[Shown],
    made_and_paid: int,
    housed: int,
    largest: int = SIZE,
    *,
    at_once: bool = False,
    exits: float = 0.1,
) -> str:
    """Why a group that cards made, of which `largest` have the same, and that shows this, was kept back.

    There are `exits` shared ones to each account, which goes through several if there are many.
    """
    tested = pd.DataFrame(shown, columns=COLUMNS).assign(group_id="g", cohort=SIZE, p_value=CHANCE)
    ties = [
        {"group_id": "g", "family": "payment", "signal": "shared_payment", "forming": True},
        {"group_id": "g", "family": "network", "signal": "shared_address", "forming": False},
    ]
    counted = {"seats": SIZE, "housed": housed, "crossing": 0, "largest": largest, "paid": SIZE}
    fused = fuse(
        pd.DataFrame({"group_id": ["g"], "accounts": [SIZE], "at_once": [at_once]}),
        pd.DataFrame(ties).assign(share=1.0, of_one=float(exits < 1), several=float(exits > 1), values=exits),
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
        ([SCAFFOLD, REASONING], 0, 0, False),
        ([SCAFFOLD, REASONING], 0, SIZE // 2, True),
        ([SCAFFOLD, CONTRADICTING], 0, 0, True),
        ([SCAFFOLD, CONTRADICTING], SIZE, 0, False),
        ([SCAFFOLD, CONTRADICTING], SIZE, SIZE, True),
        ([SCAFFOLD], SIZE, 0, True),
    ],
)
def test_seats_of_a_customer(shown: list[Shown], made_and_paid: int, housed: int, seated: bool) -> None:
    assert ("customers with many seats" in _reason(shown, made_and_paid, housed)) is seated


@pytest.mark.parametrize(("housed", "seated"), [(0, False), (SIZE // 2, True)])
def test_several_payers_accounts_made_at_once_round_one_scaffold(housed: int, seated: bool) -> None:
    """One hand made them, unless it is that of a firm with several cards."""
    reason = _reason([SCAFFOLD, SIGNUP], 0, housed, largest=SIZE // 4)
    assert ("customers with many seats" in reason) is seated


@pytest.mark.parametrize(("exits", "seated"), [(0.1, True), (1.5, False)])
def test_no_firm_goes_round_a_pool_of_exits(exits: float, seated: bool) -> None:
    reason = _reason([SCAFFOLD, QUEUE], 0, SIZE, exits=exits)
    assert ("customers with many seats" in reason) is seated


@pytest.mark.parametrize(("at_once", "seated"), [(False, False), (True, True)])
def test_no_firms_seats_are_used_up_one_after_another(at_once: bool, seated: bool) -> None:
    """A course of one firm's people is used up at one amount too, all together."""
    reason = _reason([SCAFFOLD, CREDIT], 0, SIZE, at_once=at_once)
    assert ("customers with many seats" in reason) is seated


def _counted(accounts: str, ties: str = "select null::varchar as account_id where false") -> "pd.Series[int]":
    """What customers.sql counts of one group: `accounts` gives email_domain, payment and device of account n."""
    with duckdb.connect() as con:
        con.execute(
            f"""create table accounts as
                select 'a' || n as account_id, email_domain <> 'firm.example' as public_mail, * from ({accounts})"""
        )
        con.execute("create table everybody as from accounts")
        con.execute("create table groups as select 'g' as group_id, account_id from accounts")
        con.execute("create table ties (account_id varchar, family varchar, signal varchar, value varchar)")
        con.execute(f"insert into ties by name {ties}")
        found: pd.Series[int] = con.sql(sql(tasks.campaigns.__file__, "customers")).df().iloc[0]
        return found


@pytest.mark.parametrize(("machines", "seats", "crossing"), [(6, 6, 0), (2, 0, 6)])
def test_units_of_one_firm_pay_for_themselves_but_a_farm_has_few_machines(
    machines: int, seats: int, crossing: int
) -> None:
    """Six accounts of one mail domain, a card each, that hand conversations on in a ring."""
    found = _counted(
        f"""select n, 'firm.example' as email_domain, 'card ' || n as payment, 'machine ' || n % {machines} as device
            from range(6) as numbers(n)""",
        """select 'a' || (n + step) % 6 as account_id, 'timing' as family,
                  'conversation_handoff' as signal, 'pair ' || n as value
           from range(6) as numbers(n), range(2) as steps(step)""",
    )
    assert (found["seats"], found["housed"], found["crossing"], found["largest"]) == (seats, seats, crossing, 1)


@pytest.mark.parametrize(("own_cards", "crossing"), [(2, 2), (5, 10)])
def test_clients_with_a_card_of_their_own_do_not_make_an_agency_cross(own_cards: int, crossing: int) -> None:
    """Ten accounts on one telephone: the agency's card pays for those that have none of their own."""
    found = _counted(
        f"""select n, 'mail.example' as email_domain, 'machine' as device,
                   if(n < {own_cards}, 'card ' || n, 'card of the agency') as payment
            from range(10) as numbers(n)""",
        """select 'a' || n as account_id, 'identity' as family, 'shared_phone' as signal, 'one' as value
           from range(10) as numbers(n)""",
    )
    assert found["crossing"] == crossing


@pytest.mark.parametrize(("known", "housed"), [(10, 10), (5, 10), (4, 0)])
def test_machines_that_are_not_known_are_nobodys_own(known: int, housed: int) -> None:
    found = _counted(
        f"""select n, 'firm.example' as email_domain, 'card ' || n as payment,
                   if(n < {known}, 'machine ' || n, null) as device
            from range(10) as numbers(n)"""
    )
    assert (found["seats"], found["housed"]) == (10, housed)
