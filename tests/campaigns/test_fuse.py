"""What a group has to show to be believed, told of groups that one tie made."""

import pandas as pd
import pytest

from tasks.campaigns.fuse import Fused, fuse
from tasks.campaigns.reasons import CLOCKWORK
from tasks.campaigns.weights import SHIPPED, read_weights
from tasks.settings import Campaigns

SIZE, CHANCE = 20, 1e-12
ADDRESS, DEVICE = ("network", "shared_address"), ("identity", "shared_device")
PAUSE, PIVOT, SCAFFOLD = ("timing", "joint_pause"), ("timing", "joint_pivot"), ("content", "shared_scaffold")
CORPUS, QUEUE, SIGNUP = ("content", "shared_corpus"), ("content", "one_queue"), ("identity", "joint_signup")
LEVELLED, STEADY, LONG = ("timing", "levelled_load"), ("timing", "steady_load"), ("extraction", "output_heavy")
CONTRADICTING = ("geography", "contradicting_places")
CREDIT, CARD = ("timing", "levelled_credit"), ("payment", "shared_payment")
HANDED, CROSSED = ("timing", "conversation_handoff"), ("timing", "crossed_handoff")
EVEN = {"levelled_load", "levelled_credit", "steady_load", "output_heavy", "one_queue"}


def _fused(
    made: tuple[str, str],
    shown: list[tuple[str, str]],
    of_one: float,
    several: float = 0.0,
    *,
    at_once: bool = True,
    behind: float = 1.0,
    paid: int = 0,
    largest: int = 0,
    shows: float = 1.0,
) -> Fused:
    """A group that `made` made, of which `behind` share addresses, as `of_one` and `several` say, and tests of it.

    So many as `paid` have a device and a card in common with others, and `largest` the same card; a share `shows` what
    is counted.
    """
    ties = [
        {"group_id": "g", "family": family, "signal": signal, "forming": (family, signal) == made}
        | {"share": behind if (family, signal) == ADDRESS else 1.0}
        for family, signal in {made, ADDRESS}
    ]
    tests = [
        {"group_id": "g", "family": family, "signal": signal, "statistic": 0.1 if signal in EVEN else shows * SIZE}
        | {"usual": 0.9 if signal in EVEN else float("nan")}
        for family, signal in shown
    ]
    counted = {"seats": 0, "housed": 0, "crossing": 0, "largest": largest, "paid": paid, "made_and_paid": paid}
    return fuse(
        pd.DataFrame({"group_id": ["g"], "accounts": [SIZE], "at_once": [at_once]}),
        pd.DataFrame(ties).assign(of_one=of_one, several=several, values=1.0 if of_one < 0.4 else 0.1),
        pd.DataFrame(tests).assign(cohort=SIZE, p_value=CHANCE),
        pd.DataFrame([{"group_id": "g", "accounts": SIZE} | counted]),
        Campaigns(),
        read_weights(SHIPPED),
    )


@pytest.mark.parametrize(
    ("of_one", "behind", "speaks"), [(0.1, 1.0, True), (0.4, 1.0, False), (0.4, 0.1, True), (1.0, 1.0, False)]
)
def test_a_pause_speaks_but_of_those_in_one_room(of_one: float, behind: float, speaks: bool) -> None:
    (families,) = _fused(DEVICE, [PAUSE], of_one, behind=behind).groups["families"]
    assert ("timing" in (families if isinstance(families, list) else [])) is speaks


@pytest.mark.parametrize(("of_one", "at_once", "speaks"), [(0.1, True, True), (1.0, False, True), (1.0, True, False)])
def test_one_amount_speaks_but_of_those_used_up_at_once_in_one_room(of_one: float, at_once: bool, speaks: bool) -> None:
    (families,) = _fused(DEVICE, [CREDIT], of_one, at_once=at_once).groups["families"]
    assert ("timing" in (families if isinstance(families, list) else [])) is speaks


@pytest.mark.parametrize(
    ("more", "held"), [([], True), ([PAUSE], False), ([PIVOT], False), ([SIGNUP], False), ([LONG], False)]
)
def test_one_tools_jobs_that_run_by_the_clock_are_held_back(more: list[tuple[str, str]], held: bool) -> None:
    shown = [ADDRESS, SCAFFOLD, CORPUS, QUEUE, LEVELLED, STEADY, *more]
    (reason,) = _fused(ADDRESS, shown, of_one=0.3).groups["reason"]
    assert (reason == CLOCKWORK) is held


@pytest.mark.parametrize(("of_one", "several", "idle"), [(0.3, 1.0, False), (1.0, 1.0, True), (0.3, 0.1, True)])
def test_accounts_made_together_that_go_round_a_pool_of_exits_are_no_class(
    of_one: float, several: float, idle: bool
) -> None:
    (reason,) = _fused(ADDRESS, [ADDRESS, SIGNUP, SCAFFOLD, CORPUS, PIVOT], of_one, several).groups["reason"]
    assert ("nothing in how it works" in str(reason)) is idle


@pytest.mark.parametrize(
    ("shown", "owned"),
    [
        ([], True),
        ([LEVELLED], True),
        ([CORPUS, LEVELLED], True),
        ([SIGNUP], False),
        ([PAUSE], False),
    ],
)
def test_whose_accounts_they_are_is_not_what_they_are_used_for(shown: list[tuple[str, str]], owned: bool) -> None:
    """An agency makes its clients' accounts on one machine and pays for them."""
    (reason,) = _fused(DEVICE, [ADDRESS, CARD, *shown], of_one=0.3, paid=SIZE).groups["reason"]
    assert ("agency's clients" in str(reason)) is owned


@pytest.mark.parametrize(("shown", "shows", "owned"), [([], 0.7, True), ([], 0.95, False), ([CORPUS], 0.7, False)])
def test_an_agency_takes_on_most_clients_in_a_week_and_a_farm_is_made_in_one(
    shown: list[tuple[str, str]], shows: float, owned: bool
) -> None:
    (reason,) = _fused(DEVICE, [ADDRESS, CARD, SIGNUP, *shown], of_one=0.3, paid=SIZE, shows=shows).groups["reason"]
    assert ("agency's clients" in str(reason)) is owned


@pytest.mark.parametrize(
    ("several", "more", "passes"), [(1.0, [], True), (0.1, [], False), (0.1, [CONTRADICTING], True)]
)
def test_one_queue_from_few_machines_over_a_pool_of_exits_or_to_accounts_that_are_elsewhere(
    several: float, more: list[tuple[str, str]], passes: bool
) -> None:
    (reason,) = _fused(DEVICE, [ADDRESS, QUEUE, CORPUS, *more], 0.3, several).groups["reason"]
    assert pd.isna(reason) is passes


@pytest.mark.parametrize(("chance", "families"), [(0.04, ["network", "timing"]), (0.06, None)])
def test_what_agrees_with_a_knot_may_be_less_sure(chance: float, families: list[str] | None) -> None:
    ties = {"group_id": "g", "family": "timing", "signal": "conversation_handoff", "forming": True, "share": 1.0}
    tested = pd.DataFrame(
        [
            {"family": "timing", "signal": "handoff_knot", "statistic": SIZE, "p_value": CHANCE},
            {"family": "network", "signal": "shared_address", "statistic": SIZE // 4, "p_value": chance / 2},
        ]
    ).assign(group_id="g", cohort=SIZE, usual=float("nan"))
    counted = {"seats": 0, "housed": 0, "crossing": 0, "largest": 0, "paid": 0, "made_and_paid": 0}
    groups = fuse(
        pd.DataFrame({"group_id": ["g"], "accounts": [SIZE], "at_once": [False]}),
        pd.DataFrame([ties]).assign(of_one=0.1, several=0.0, values=1.0),
        tested,
        pd.DataFrame([{"group_id": "g", "accounts": SIZE} | counted]),
        Campaigns(),
        read_weights(SHIPPED),
    ).groups
    assert [groups["families"][0], pd.isna(groups["reason"][0])] == [families or ["timing"], families is not None]


@pytest.mark.parametrize(
    ("made", "queued"), [(DEVICE, True), (("identity", "shared_inviter"), False), (ADDRESS, False)]
)
def test_a_queue_counts_by_itself_for_those_whom_few_machines_made(made: tuple[str, str], queued: bool) -> None:
    (found,) = _fused(made, [ADDRESS, QUEUE, CORPUS], 0.3, 1.0).groups["queued"]
    assert bool(found) is queued


@pytest.mark.parametrize(("signal", "speaks"), [(CROSSED, True), (HANDED, False)])
def test_conversations_of_a_third_speak_if_they_cross_between_payers(signal: tuple[str, str], speaks: bool) -> None:
    (families,) = _fused(DEVICE, [signal], of_one=0.3, shows=0.35).groups["families"]
    assert ("timing" in (families if isinstance(families, list) else [])) is speaks


@pytest.mark.parametrize(("largest", "queued"), [(0, True), (SIZE // 2, True), (SIZE, False)])
def test_desks_that_one_card_pays_for_are_a_firms_wherever_they_are(largest: int, queued: bool) -> None:
    """A firm's desks abroad are images of one machine, and a queue is dealt out to them."""
    fused = _fused(DEVICE, [QUEUE, CORPUS, CONTRADICTING], 1.0, paid=SIZE, largest=largest)
    (found,) = fused.groups["queued"]
    assert bool(found) is queued
