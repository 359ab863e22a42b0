"""Which uses of one account are told apart as lives, and which are one person's."""

import pytest

from tests.lives.houses import ABROAD, BROWSER, CHAT, CLOUD, CODE, HOME, OFFICE, SCRIPT, THIEF, Houses

WHAT = "account_id, reason"


def _owners() -> Houses:
    world = Houses()
    world.owners(60)
    return world


def test_fires_where_network_client_and_content_change_at_once() -> None:
    world = _owners()
    world.use("owner1", range(1, 3), CLOUD.format(1), THIEF, CODE)
    assert world.found("account_id, new, goes_on, suspected, reason") == [
        ("owner1", ["network", "client", "content"], True, False, "alone")
    ]


def test_fires_where_network_client_and_hours_change_at_once() -> None:
    world = _owners()
    world.use("owner1", range(1, 3), CLOUD.format(1), THIEF, CHAT, hour=12, each_day=12)
    assert world.found("account_id, new") == [("owner1", ["network", "client", "hours"])]


@pytest.mark.parametrize(
    ("place", "agent", "shape"),
    [
        pytest.param(ABROAD, BROWSER, CHAT, id="a journey, a VPN"),
        pytest.param(ABROAD, BROWSER, CODE, id="a journey with other work"),
        pytest.param(ABROAD, SCRIPT, CHAT, id="a telephone"),
        pytest.param(HOME, SCRIPT, CODE, id="a new laptop, a migration to another SDK"),
        pytest.param(HOME, SCRIPT, CHAT, id="a new client"),
    ],
)
def test_not_where_too_little_changes(place: str, agent: str, shape: dict[str, int]) -> None:
    world = _owners()
    world.use("owner1", range(1, 3), place.format(1), agent, shape)
    assert world.found(WHAT) == []


def test_not_where_a_new_client_also_comes_from_home() -> None:
    world = _owners()
    world.use("owner1", range(1, 3), CLOUD.format(1), SCRIPT, CODE)
    world.use("owner1", range(1, 3), HOME.format(1), SCRIPT, CODE, each_day=2)
    assert world.found(WHAT) == []


def test_not_where_both_use_one_scaffold() -> None:
    """CI runners ask what the firm asks: other place, other client, other shape, but the firm's own scaffold."""
    world = Houses()
    world.owners(60)
    scaffold = {"turns": 1, "head": 7, "tail": 8}
    world.use("firm", range(3), OFFICE.format(1), BROWSER, CHAT, **scaffold)
    world.use("firm", range(1, 3), CLOUD.format(1), SCRIPT, CODE, **scaffold)
    assert world.found(WHAT) == []


def test_a_move_is_no_second_life() -> None:
    world = _owners()
    world.use("mover", range(1), HOME.format(99), BROWSER, CHAT)
    world.use("mover", range(1, 3), CLOUD.format(1), SCRIPT, CODE)
    assert world.found(WHAT) == [("mover", "moved")]


def test_what_an_account_did_from_its_first_day_is_no_second_life() -> None:
    world = _owners()
    world.use("firm", range(3), OFFICE.format(1), BROWSER, CHAT)
    world.use("firm", range(3), CLOUD.format(1), SCRIPT, CODE, hour=9)
    assert world.found(WHAT) == [("firm", "from_the_start")]


def test_where_new_lives_are_a_habit_one_more_is_none() -> None:
    """A firm whose seats each work from their own home with their own client, and one colleague more."""
    world = _owners()
    shapes = [CHAT, CODE, CHAT | {"output_tokens": 6000}, CODE | {"output_tokens": 2}, CHAT | {"input_tokens": 90_000}]
    places = [HOME, CLOUD, OFFICE, ABROAD, "24.48.{}.1"]
    for number, (place, shape) in enumerate(zip(places, shapes, strict=True)):
        days = range(2 if number == 4 else 0, 3)
        world.use("firm", days, place.format(200), f"seat-{'abcde'[number]}", shape, model=f"m{number}")
    assert set(world.found(WHAT)) == {("firm", "from_the_start"), ("firm", "habit")}


def test_too_few_requests_say_nothing() -> None:
    world = _owners()
    world.use("owner1", range(2, 3), CLOUD.format(1), THIEF, CODE, each_day=4)
    assert world.found(WHAT) == []


def test_runs_where_clients_are_unknown_and_says_nothing() -> None:
    world = _owners()
    world.use("owner1", range(1, 3), CLOUD.format(1), THIEF, CODE)
    for request in world.requests:
        request["user_agent"] = None
    assert world.found(WHAT) == []
