"""What accounts share: who is tied, how much it weighs, and what only one customer's seats share."""

from pathlib import Path

import pytest

from tests.campaigns.world import LONG, World, rows, user

TIE = "account_id, signal, accounts, forming, explained, capped"


def test_a_card_of_two_ties_and_a_card_of_one_does_not(tmp_path: Path) -> None:
    world = World()
    for name in ("a", "b", "c"):
        world.account(name, payment_fingerprint="card" if name != "c" else "own")
        world.ask(name, [user(LONG + name)])
    ties = rows(world.run(tmp_path), "links", TIE)
    assert ties == [(name, "shared_payment", 2, True, None, False) for name in ("a", "b")]


def test_rarer_weighs_more(tmp_path: Path) -> None:
    world = World()
    world.strangers(40)
    for number in range(12):
        name = world.account(f"m{number}", payment_fingerprint="few" if number < 3 else "many")
        world.ask(name, [user(LONG + name)])
    weights = dict(rows(world.run(tmp_path), "links", "distinct accounts, weight"))
    assert 0 < weights[9] < weights[3] < 1


def test_an_address_ties_but_makes_no_group(tmp_path: Path) -> None:
    world = World()
    for name in ("a", "b"):
        world.ask(world.account(name), [user(LONG + name)], ip="81.2.69.142")
    assert rows(world.run(tmp_path), "links", TIE) == [
        (name, "shared_address", 2, False, None, False) for name in ("a", "b")
    ]


def test_a_scaffold_needs_changing_items(tmp_path: Path) -> None:
    world = World()
    frame = "### Task for the annotator, answer in one line and in English please:\n{}\n### End of the task, thank you."
    for name in ("a", "b"):
        world.account(name)
        for item in range(3):
            world.ask(name, [user(frame.format(f"item {name} {item} of the collection, whatever it may be"))])
    for name in ("c", "d"):
        world.account(name)
        for _ in range(3):
            world.ask(name, [user("The very same long question word for word, asked again and again. " * 3)])
    tied = {account for account, signal in rows(world.run(tmp_path), "links", "account_id, signal")}
    assert tied == {"a", "b"}


def test_what_one_customers_seats_share_is_explained(tmp_path: Path) -> None:
    world = World()
    for name in ("a", "b"):
        world.account(name, payment_fingerprint="card", email=f"{name}@own-firm.example")
    world.hand_over("a", "b", "tea")
    ties = rows(world.run(tmp_path), "links", "distinct signal, forming, explained")
    assert ties == [
        ("conversation_handoff", False, "one_organisation"),
        ("shared_payment", False, "one_organisation"),
    ]


@pytest.mark.parametrize(("seats", "explained"), [(19, "one_organisation"), (20, None)])
def test_a_machine_that_signed_up_a_score_of_accounts_is_no_customers(
    tmp_path: Path, seats: int, explained: str | None
) -> None:
    world = World()
    for number in range(seats):
        world.account(
            f"seat{number}",
            payment_fingerprint="card",
            device_id="machine",
            email=f"s{number}@own-firm.example",
        )
    world.account("nobody", payment_fingerprint=None, device_id="other", email="n@other-firm.example")
    world.ask("seat0", [user(LONG)])
    assert rows(world.run(tmp_path), "links", "distinct signal, explained") == [
        ("shared_device", explained),
        ("shared_payment", explained),
    ]


def test_a_name_or_a_domain_alone_explains_nothing(tmp_path: Path) -> None:
    world = World()
    for name in ("a", "b"):
        world.account(name, organization="Firm", email=f"{name}@own-firm.example")
    world.hand_over("a", "b", "tea")
    assert rows(world.run(tmp_path), "links", "distinct signal, forming, explained") == [
        ("conversation_handoff", True, None)
    ]


def test_an_inviter_is_tied_to_those_it_invited(tmp_path: Path) -> None:
    world = World()
    for name, inviter in (("host", None), ("a", "host"), ("b", "host"), ("c", "somebody-else")):
        world.ask(world.account(name, invited_by=inviter), [user(LONG + name)])
    assert rows(world.run(tmp_path), "links", TIE) == [
        (name, "shared_inviter", 3, False, None, False) for name in ("a", "b", "host")
    ]
