"""What a person confirmed is published, however weak the evidence; who is unsure changes nothing but is heard."""

from datetime import date, timedelta
from typing import Any

import pytest

from tasks.lake import Lake
from tests.campaigns.world import DAY, rows, user
from tests.verdicts.saying import AT, NEXT, Begun, accounts, again, campaigns, crowd, members, reasons, ring, say


def _spoken(lake: Lake, day: date = DAY) -> list[tuple[Any, ...]]:
    found = rows(lake, "evidence", "family, signal, supports, summary", day)
    return [row[1:] for row in found if row[0] == "verdict"]


def test_a_confirmed_campaign_stays_without_any_evidence(begun: Begun) -> None:
    world, lake, names = begun.world, begun.lake, begun.names
    say(lake, "confirmed")
    again(lake)
    ((campaign, likelihood, confidence, count),) = campaigns(lake)
    assert (likelihood, confidence, count) == (0.99, "high", 10)
    quiet = DAY + timedelta(days=13)
    world.ask("stranger1", [user("good morning")], day=quiet)
    begun.go_on(quiet)
    assert campaigns(lake, quiet) == [(campaign, 0.99, "high", 10)]
    much_later = DAY + timedelta(days=60)
    world.ask("stranger1", [user("good morning")], day=much_later)
    begun.go_on(much_later)
    assert campaigns(lake, much_later) == [(campaign, 0.99, "high", 10)]
    assert members(lake, much_later) == set(names)
    assert _spoken(lake, much_later) == [
        ("human_verdict", True, f"10 of its accounts were confirmed by a person, last on {DAY}")
    ]


def test_a_confirmed_campaign_is_exempt_from_what_holds_back(begun: Begun) -> None:
    world, lake, names = begun.world, begun.lake, begun.names
    say(lake, "confirmed")
    few = names[:3]
    for number, name in enumerate(few):
        world.hand_over(name, few[(number + 1) % 3], f"once more {name}", minute=9 * number, day=NEXT)
    begun.go_on(NEXT)
    assert members(lake, NEXT) == set(names)
    assert not any("too small" in reason for reason in reasons(lake, NEXT))


def test_it_grows_and_keeps_its_id(begun: Begun) -> None:
    world, lake, names = begun.world, begun.lake, begun.names
    say(lake, "confirmed")
    grown = names + accounts(world, 6, first=10)
    ring(world, grown, NEXT)
    begun.go_on(NEXT)
    assert campaigns(lake, NEXT) == [(campaigns(lake)[0][0], 0.99, "high", 16)]
    found = dict(rows(lake, "members", "account_id, likelihood", NEXT))
    assert {found[name] for name in names} == {0.99}
    assert set(found) == set(grown)


@pytest.mark.parametrize("verdict", ["confirmed", "cleared"])
def test_it_holds_under_another_id(begun: Begun, verdict: str) -> None:
    world, lake, names = begun.world, begun.lake, begun.names
    old = campaigns(lake)[0][0]
    later = DAY + timedelta(days=20)
    ring(world, names, later)
    crowd(world, later)
    begun.go_on(later)
    new = campaigns(lake, later)[0][0]
    assert new != old
    # Of the old id, from a day on which the campaign has the new one.
    say(lake, verdict, day=later, campaign=old)
    again(lake, later)
    assert members(lake, later) == (set(names) if verdict == "confirmed" else set())
    assert [row[1:3] for row in campaigns(lake, later)] == ([(0.99, "high")] if verdict == "confirmed" else [])


def test_a_later_verdict_takes_the_place_of_an_earlier_one(begun: Begun) -> None:
    lake, names = begun.lake, begun.names
    campaign = campaigns(lake)[0][0]
    for minute, verdict in enumerate(("cleared", "unsure", "cleared", "confirmed")):
        say(lake, verdict, campaign=campaign, at=AT + timedelta(minutes=minute))
    again(lake)
    assert members(lake) == set(names)
    say(lake, "cleared", campaign=campaign, named=("c01",), at=AT + timedelta(minutes=9))
    again(lake)
    assert members(lake) == set(names) - {"c01"}
    assert len(rows(lake, "verdicts")) == 5


def test_unsure_is_heard_and_changes_nothing(begun: Begun) -> None:
    lake = begun.lake
    before, kept = campaigns(lake), rows(lake, "members")
    say(lake, "unsure")
    again(lake)
    assert (campaigns(lake), rows(lake, "members")) == (before, kept)
    assert _spoken(lake) == [
        ("human_doubt", False, f"a person looked at 10 of its accounts and was unsure, last on {DAY}")
    ]


def test_confirmed_accounts_stay_where_the_rest_of_their_group_is_held_back(begun: Begun) -> None:
    world, lake, names = begun.world, begun.lake, begun.names
    say(lake, "confirmed", named=tuple(names[:2]))
    # The firm takes two of them in: one card, one office, nothing else.
    for number in range(9):
        world.ask(world.account(f"s{number}", payment_fingerprint="card of c00"), [user("good morning")], day=NEXT)
    say(lake, "cleared", named=tuple(names[2:]))
    begun.go_on(NEXT)
    assert members(lake, NEXT) == set(names[:2])
    assert [row[1:3] for row in campaigns(lake, NEXT)] == [(0.99, "high")]
