"""Where a conversation that goes on at another account is told, and where it is not."""

from pathlib import Path

import pytest

from tests.campaigns.world import LONG, World, rows, user

PAIR = "from_account, to_account, after_refusal"
ANSWER = {"role": "assistant", "content": "Gladly."}


def _world() -> World:
    world = World()
    for name in ("a", "b", "c"):
        world.account(name)
    return world


def test_fires_after_a_refusal(tmp_path: Path) -> None:
    world = _world()
    world.hand_over("a", "b", "tea")
    assert rows(world.run(tmp_path), "handoffs", PAIR) == [("a", "b", True)]


def test_fires_without_one(tmp_path: Path) -> None:
    world = _world()
    world.ask("a", [user(LONG + "salt")], minute=1)
    world.ask("b", [user(LONG + "salt"), ANSWER, user("More.")], minute=2)
    assert rows(world.run(tmp_path), "handoffs", PAIR) == [("a", "b", False)]


def test_fires_where_the_opening_is_a_greeting(tmp_path: Path) -> None:
    world = _world()
    begun = [user("Hi"), ANSWER, user(LONG + "silk")]
    world.ask("a", [user("Hi")], minute=1)
    world.ask("b", [user("Hi")], minute=2)
    world.ask("a", begun, minute=3)
    world.ask("b", [*begun, ANSWER, user("More.")], minute=4)
    assert rows(world.run(tmp_path), "handoffs", PAIR) == [("a", "b", False)]


def test_fires_where_what_was_refused_is_answered_elsewhere(tmp_path: Path) -> None:
    world = _world()
    world.ask("a", [user(LONG + "iron")], minute=1, status=429)
    world.ask("b", [user(LONG + "iron")], minute=3)
    assert rows(world.run(tmp_path), "handoffs", PAIR) == [("a", "b", True)]


@pytest.mark.parametrize(("answered", "handed"), [(True, [("a", "b", False)]), (False, [])])
def test_hours_later_only_what_was_answered_is_handed_on(
    tmp_path: Path, answered: bool, handed: list[tuple[str, str, bool]]
) -> None:
    world = _world()
    begun = [user(LONG + "jute"), ANSWER, user(LONG + "hemp")] if answered else [user(LONG + "jute")]
    world.ask("a", begun, minute=1)
    world.ask("b", [*begun, ANSWER, user("More.")], minute=400)
    assert rows(world.run(tmp_path), "handoffs", PAIR) == handed


def test_not_where_the_second_began_it_too(tmp_path: Path) -> None:
    world = _world()
    for name, minute in (("a", 1), ("b", 2)):
        world.ask(name, [user(LONG + "wool")], minute=minute)
    world.ask("b", [user(LONG + "wool"), ANSWER, user("More.")], minute=3)
    assert rows(world.run(tmp_path), "handoffs", PAIR) == []


def test_not_where_many_hold_the_opening(tmp_path: Path) -> None:
    world = _world()
    for name, minute in (("a", 1), ("c", 2), (world.account("d"), 3)):
        world.ask(name, [user(LONG + "corn")], minute=minute)
    world.ask("b", [user(LONG + "corn"), ANSWER, user("More.")], minute=4)
    assert rows(world.run(tmp_path), "handoffs", PAIR) == []


def test_not_where_a_greeting_goes_on(tmp_path: Path) -> None:
    world = _world()
    world.ask("a", [user("Hi")], minute=1)
    world.ask("b", [user("Hi"), ANSWER, user(LONG + "rice")], minute=2)
    assert rows(world.run(tmp_path), "handoffs", PAIR) == []


def test_not_where_it_is_the_accounts_own(tmp_path: Path) -> None:
    world = _world()
    world.ask("a", [user(LONG + "gold")], minute=1)
    world.ask("a", [user(LONG + "gold"), ANSWER, user("More.")], minute=2)
    assert rows(world.run(tmp_path), "handoffs", PAIR) == []


def test_one_request_hands_over_one_conversation(tmp_path: Path) -> None:
    world = _world()
    first = [user(LONG + "jade")]
    second = [*first, ANSWER, user("More.")]
    world.ask("a", first, minute=1)
    world.ask("a", second, minute=2)
    world.ask("b", [*second, ANSWER, user("And more.")], minute=3)
    assert rows(world.run(tmp_path), "handoffs", PAIR) == [("a", "b", False)]


def test_the_same_whatever_the_order_of_equal_times(tmp_path: Path) -> None:
    found = set()
    for number, turned in enumerate((False, True)):
        world = _world()
        held = [("a", 429), ("a", 200)]
        for name, status in reversed(held) if turned else held:
            world.ask(name, [user(LONG + "lead")], minute=1, status=status)
        for place, request in enumerate(sorted(world.requests, key=lambda each: each["status"])):
            request["request_id"] = f"r{place}"
        world.ask("b", [user(LONG + "lead"), ANSWER, user("More.")], minute=5)
        found.add(tuple(rows(world.run(tmp_path / str(number)), "handoffs", PAIR)))
    assert len(found) == 1
