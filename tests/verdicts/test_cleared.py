"""What a person cleared is not published, however strong the evidence."""

from datetime import timedelta
from pathlib import Path

from tests.campaigns.world import DAY, World, rows
from tests.verdicts.saying import NEXT, Begun, accounts, again, campaigns, members, reasons, ring, say

CLEARED = {f"cleared by a person on {DAY}"}


def test_a_cleared_campaign_is_held_back_with_its_reason_and_forgotten(begun: Begun) -> None:
    world, lake, names = begun.world, begun.lake, begun.names
    assert members(lake) == set(names)
    say(lake, "cleared")
    again(lake)
    assert (campaigns(lake), members(lake), reasons(lake)) == ([], set(), CLEARED)
    ring(world, names, NEXT)
    begun.go_on(NEXT)
    assert (campaigns(lake, NEXT), members(lake, NEXT), reasons(lake, NEXT)) == ([], set(), CLEARED)


def test_remembered_members_go_too(begun: Begun) -> None:
    world, lake = begun.world, begun.lake
    world.ask("stranger3", [{"role": "user", "content": "good morning"}], day=NEXT)
    begun.go_on(NEXT)
    assert len(members(lake, NEXT)) == 10
    say(lake, "cleared", day=NEXT)
    again(lake, NEXT)
    assert members(lake, NEXT) == set()
    assert rows(lake, "evidence", day=NEXT) == []
    assert len(members(lake)) == 10


def test_it_stays_cleared_until_it_has_grown_to_more_than_twice_as_many(begun: Begun) -> None:
    world, lake, names = begun.world, begun.lake, begun.names
    say(lake, "cleared")
    twice = names + accounts(world, 10, first=10)
    ring(world, twice, NEXT)
    begun.go_on(NEXT)
    assert (members(lake, NEXT), reasons(lake, NEXT)) == (set(), CLEARED)
    more, later = twice + accounts(world, 4, first=20), DAY + timedelta(days=2)
    ring(world, more, later)
    begun.go_on(later)
    assert members(lake, later) == set(more) - set(names)
    summary = f"10 accounts tied to it were cleared by a person and are left out, last on {DAY}"
    assert ("human_clearance", False, summary) in rows(lake, "evidence", "signal, supports, summary", later)


def test_a_cleared_account_is_no_member_and_no_part_of_the_tests(begun: Begun) -> None:
    world, lake, names = begun.world, begun.lake, begun.names
    say(lake, "cleared", named=("c03",))
    again(lake)
    assert members(lake) == set(names) - {"c03"}
    assert campaigns(lake)[0][3] == 9
    assert max(accounts for (accounts,) in rows(lake, "evidence", "accounts")) == 9
    ring(world, names, NEXT)
    begun.go_on(NEXT)
    assert members(lake, NEXT) == set(names) - {"c03"}


def test_too_few_are_left_where_most_were_cleared_one_by_one(begun: Begun) -> None:
    lake, names = begun.lake, begun.names
    say(lake, "cleared", named=tuple(names[:5]))
    again(lake)
    assert members(lake) == set()
    assert all(reason.startswith("too small") for reason in reasons(lake))


def test_other_campaigns_are_untouched(tmp_path: Path) -> None:
    world = World()
    world.strangers(60)
    first, second = accounts(world, 8), [world.account(f"z{number}", payment_fingerprint="z") for number in range(8)]
    ring(world, first)
    for number, name in enumerate(second):
        world.hand_over(name, second[(number + 1) % 8], f"z {name}", minute=700 + 9 * number)
    lake = world.run(tmp_path)
    before = members(lake)
    assert before >= set(first)
    campaign = {account: name for name, account in rows(lake, "members", "campaign_id, account_id")}["c00"]
    say(lake, "cleared", campaign=campaign)
    again(lake)
    assert members(lake) == before - set(first)
