"""What becomes a suspected campaign, what is held back, and why."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.campaigns.world import DAY, LONG, World, rows, user

FRAME = "### Work order\n{}\n### Reason step by step and write out every step of your reasoning in full."
CUSTOMERS = "no sign of extraction: customers with many seats look the same"
MADE = "2026-09-05T{:02d}:00:00+00:00"


def _prompt(name: str, item: int) -> str:
    return FRAME.format(f"Item {name} {item}: what is to be done with it, by whom, until when and at what price?")


def _campaign(world: World, size: int = 10, day_offset: int = 0) -> list[str]:
    """Accounts with nothing in common at sign-up but the day, that hand conversations round in a ring."""
    names = [world.account(f"c{number}", created_at=MADE.format(number)) for number in range(size)]
    day = DAY + timedelta(days=day_offset)
    for number, name in enumerate(names):
        for item in range(4):
            world.ask(name, [user(_prompt(name, item))], day=day)
        for step in (1, 2):
            other = names[(number + step) % size]
            world.hand_over(name, other, f"{name} {step} {day}", minute=30 * number + 5 * step, day=day)
    return names


def _firm(world: World, **given: str) -> list[str]:
    """A start-up: one card, one office, one template, made in a week, freemail."""
    names = [
        world.account(
            f"s{number}", payment_fingerprint="firm", created_at=f"2026-09-0{number % 5 + 1}T09:00:00Z", **given
        )
        for number in range(8)
    ]
    frame = (
        "You write friendly answers for the customers of our small shop.\n{}\nKeep it short, sign as the whole team."
    )
    for name in names:
        for item in range(4):
            text = frame.format(f"Customer {name} {item} writes that the parcel is late once again and asks for news")
            world.ask(name, [user(text)], ip="81.2.69.142")
    return names


def test_a_ring_of_handoffs_with_one_scaffold_passes_and_strangers_do_not(tmp_path: Path) -> None:
    world = World()
    world.strangers(120)
    names = _campaign(world)
    lake = world.run(tmp_path)
    assert [account for (account,) in rows(lake, "members", "account_id")] == sorted(names)
    ((label, families, attributed),) = rows(lake, "campaigns", "label, evidence_families, attributed_to")
    assert label == "distillation"
    assert {"timing", "content", "identity"} <= set(families)
    assert attributed is None
    assert rows(lake, "evidence", "distinct family", DAY) == [(family,) for family in sorted({*families, "payment"})]
    assert {action for (action,) in rows(lake, "decisions", "action")} <= {"observe", "review"}


def test_a_start_up_is_held_back(tmp_path: Path) -> None:
    world = World()
    world.strangers(120)
    names = _firm(world)
    lake = world.run(tmp_path)
    assert rows(lake, "campaigns") == []
    assert rows(lake, "candidates", "account_id, reason") == [(name, CUSTOMERS) for name in sorted(names)]


MACHINE = {"device_id": "one machine"}
POSED = {"declared_country": "DE", "billing_country": "JP"}


@pytest.mark.parametrize(("given", "held"), [(MACHINE, True), (POSED, True), (MACHINE | POSED, False)])
def test_no_customers_are_seats_that_one_machine_made_in_places_that_contradict_each_other(
    tmp_path: Path, given: dict[str, str], held: bool
) -> None:
    world = World()
    world.strangers(120)
    names = _firm(world, **given)
    lake = world.run(tmp_path)
    kept_back = dict(rows(lake, "candidates", "account_id, reason"))
    assert [kept_back.get(name) == CUSTOMERS for name in names] == [held] * len(names)


def test_a_few_are_too_few(tmp_path: Path) -> None:
    world = World()
    world.strangers(120)
    _campaign(world, size=4)
    lake = world.run(tmp_path)
    assert rows(lake, "campaigns") == []
    assert {reason for (reason,) in rows(lake, "candidates", "reason")} == {
        "too small to say anything about: fewer than 6 accounts"
    }


def test_one_family_is_not_enough(tmp_path: Path) -> None:
    world = World()
    world.strangers(120)
    for number in range(8):
        name = world.account(f"m{number}", device_id="device")
        world.ask(name, [user(LONG + name)])
    lake = world.run(tmp_path)
    assert {reason for (reason,) in rows(lake, "candidates", "reason")} == {
        "fewer than two independent families of evidence agree"
    }


def test_one_who_only_shares_an_address_is_no_member(tmp_path: Path) -> None:
    world = World()
    world.strangers(120)
    names = _campaign(world)
    for request in world.requests:
        if request["account_id"] in names:
            request["ip"] = "51.38.12.7"
    world.ask(world.account("neighbour"), [user(LONG + "bees")], ip="51.38.12.7")
    members = {account for (account,) in rows(world.run(tmp_path), "members", "account_id")}
    assert members == set(names)


def test_a_campaign_keeps_its_id_and_what_is_known_of_it(tmp_path: Path) -> None:
    world = World()
    world.strangers(120)
    names = _campaign(world)
    _campaign(world, day_offset=1)
    quiet = DAY + timedelta(days=2)
    world.ask("stranger1", [user(LONG + "moss")], day=quiet)
    days = [DAY, DAY + timedelta(days=1), quiet]
    lake = world.run(tmp_path, days)
    known = [rows(lake, "campaigns", "campaign_id, accounts, first_seen", day) for day in days]
    assert known[0] == known[1] == known[2] != []
    assert len(rows(lake, "members", "account_id", quiet)) == len(names)


def test_country_name_and_nationality_change_nothing(tmp_path: Path) -> None:
    found = []
    for number, country in enumerate(("DE", "CN")):
        world = World()
        world.strangers(120)
        _campaign(world)
        for account in world.accounts.values():
            account |= {"declared_country": country, "nationality": country, "organization": f"name {country}"}
        lake = world.run(tmp_path / str(number))
        found.append((rows(lake, "members", "account_id, likelihood"), rows(lake, "candidates")))
    assert found[0] == found[1]
