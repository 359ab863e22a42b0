"""Which lives of several customers are one suspected theft, and that nothing of it is laid at the owners' door."""

from tasks.lives.stolen import stolen
from tests.lives.houses import CLOUD, CODE, OTHER_CLOUD, SCRIPT, THIEF, Houses, rows, suspected

VICTIMS = ["owner3", "owner14", "owner25", "owner36", "owner47"]


def _stolen(**given: object) -> Houses:
    world = Houses()
    world.owners(120)
    for name in VICTIMS:
        world.use(name, range(1, 3), CLOUD.format(1), THIEF, CODE, **given)
    return world


def test_several_customers_lives_through_one_door_are_a_suspected_theft() -> None:
    con = _stolen().run()
    assert suspected(con) == set(VICTIMS)
    found = rows(con, "lives", "distinct group_id, likelihood > 0.9, families")
    assert (min(VICTIMS), True, ["network", "timing"]) in found


def test_the_first_life_is_the_owners_and_has_no_part_in_it() -> None:
    con = _stolen().run()
    lives = rows(con, "lives", "life, suspected, agents")
    assert lives == [(1, False, ["mozilla (windows nt)"])] * 5 + [(2, True, ["curl"])] * 5
    values = {value for (value,) in rows(con, "life_values", "value")}
    assert values == {"5.9.1.3", "5.9.1.0/24", "curl"}
    assert rows(con, "life_contexts", "distinct network, agent") == [("5.9.1.0/24", "curl")]


def test_the_owner_is_told_from_the_thief_who_was_seen_first() -> None:
    world = _stolen()
    world.use("owner3", range(1), CLOUD.format(1), THIEF, CODE, hour=1)
    lives = rows(world.run(), "lives", "account_id, life, suspected, agents")
    assert [row for row in lives if row[0] == "owner3"] == [
        ("owner3", 1, False, ["mozilla (windows nt)"]),
        ("owner3", 2, True, ["curl"]),
    ]


def test_second_lives_through_doors_of_their_own_are_nobodys_group() -> None:
    world = Houses()
    world.owners(120)
    for number, name in enumerate(VICTIMS):
        world.use(
            name, range(1, 3), (CLOUD, OTHER_CLOUD)[number % 2].format(number), f"{SCRIPT} {'abcde'[number]}", CODE
        )
    assert suspected(world.run()) == set()


def test_a_service_with_customers_of_its_own_is_no_thief() -> None:
    """People hand their key to a hosted tool; others use the service through it alone."""
    world = _stolen()
    for number in range(8):
        world.use(f"hosted{number}", range(3), CLOUD.format(1), THIEF, CODE, hour=6 + number)
    assert suspected(world.run()) == set()


def test_seats_of_one_customer_are_one_owner() -> None:
    world = _stolen()
    for name in VICTIMS:
        world.accounts[name]["payment"] = "the firm's card"
    assert suspected(world.run()) == set()


def test_one_family_alone_is_held_back() -> None:
    """Nothing but a common door, at times far apart: lives of an agency that works for several customers."""
    world = Houses()
    world.owners(120, days=8)
    for number, name in enumerate(VICTIMS):
        world.use(name, range(1 + number, 8), CLOUD.format(1), SCRIPT, CODE, hour=2 + 3 * number)
    con = world.run(8)
    assert suspected(con) == set()
    assert ("one_family",) in rows(con, "lives", "distinct reason")


def test_groups_for_other_stages() -> None:
    con = _stolen().run()
    con.execute("create table lives as from out_lives")
    groups = stolen(con).fetchall()
    assert {(row[0], row[1], row[2].day) for row in groups} == {(min(VICTIMS), name, 8) for name in VICTIMS}


def test_country_changes_nothing() -> None:
    found = []
    for country in ("DE", "CN"):
        world = _stolen()
        for account in world.accounts.values():
            account |= {"declared_country": country, "nationality": country}
        found.append(rows(world.run(), "lives", "*"))
    assert found[0] == found[1] != []


def test_nothing_is_suspected_on_the_first_day() -> None:
    world = _stolen()
    assert rows(world.run(1), "lives", "*") == []


def test_runs_without_accounts() -> None:
    world = _stolen()
    world.accounts.clear()
    assert suspected(world.run()) == set(VICTIMS)


def test_says_nothing_without_addresses() -> None:
    world = _stolen()
    for request in world.requests:
        request["ip"] = request["network"] = request["asn"] = None
    assert suspected(world.run()) == set()
