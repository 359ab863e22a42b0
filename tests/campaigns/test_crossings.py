"""crossed_handoff: one hand that goes on with conversations of accounts which others pay for, and whose keys it has."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import tasks.campaigns
from tasks.campaigns.chances import counted
from tasks.stage import sql
from tests.campaigns.null import holds, random_groups
from tests.campaigns.world import LONG, World, rows, user

EXIT = "51.38.12.7"


def _thief(world: World, size: int, own_use: bool, **given: str) -> list[str]:
    """Accounts that somebody uses through one exit and one client, moving conversations from one to the next."""
    names = [world.account(f"v{number}", **given) for number in range(size)]
    for number, name in enumerate(names):
        if own_use:
            for item in range(3):
                own = f"90.{number}.1.9"
                world.ask(name, [user(f"{LONG}{name} {item}")], ip=own, user_agent=f"Browser {number % 2}")
        for step in (1, 2):
            other = names[(number + step) % size]
            used = {"ip": EXIT, "user_agent": "scripted/1.0"}
            world.hand_over(name, other, f"{name} {step}", minute=30 * number + 5 * step, **used)
    return names


@pytest.mark.parametrize(("own_use", "label"), [(True, "stolen_keys"), (False, "reseller")])
def test_several_payers_keys_in_one_hand(tmp_path: Path, own_use: bool, label: str) -> None:
    world = World()
    world.strangers(120)
    names = _thief(world, 10, own_use)
    lake = world.run(tmp_path)
    assert rows(lake, "campaigns", "label, accounts") == [(label, 10)]
    assert rows(lake, "members", "account_id") == [(name,) for name in sorted(names)]
    assert ("crossed_handoff", 10) in rows(lake, "evidence", "signal, accounts")
    told = {reason for (reason,) in rows(lake, "decisions", "reason")}
    assert all(("suspected victim" in reason) == own_use for reason in told)


def test_owners_who_seldom_pay_are_victims_all_the_same(tmp_path: Path) -> None:
    world = World()
    world.strangers(120)
    for name in _thief(world, 10, own_use=True)[4:]:
        world.accounts[name]["payment_fingerprint"] = None
    assert rows(world.run(tmp_path), "campaigns", "label, accounts") == [("stolen_keys", 10)]


def test_one_firms_gateway_over_several_cards_is_held_back(tmp_path: Path) -> None:
    world = World()
    world.strangers(120)
    names = [f"v{number}" for number in range(10)]
    _thief(world, 10, own_use=False)
    for name in names:
        world.accounts[name]["email"] = f"{name}@firm.example"
    lake = world.run(tmp_path)
    assert rows(lake, "campaigns") == []
    assert "crossed_handoff" not in {signal for (signal,) in rows(lake, "candidates", "unnest(evidence_signals)")}


def test_chances_hold() -> None:
    """A twentieth of all go on with a stranger's conversation: groups dealt out hold few that met."""
    dice = np.random.default_rng(7)
    names = [f"a{number:03d}" for number in range(600)]
    pairs = dice.choice(600, (60, 2), replace=True)
    with duckdb.connect() as con:
        people = {"account_id": names, "payment": names, "email_domain": ["gmail.com"] * 600}
        con.register("people", pa.table(people))
        con.execute("create table everybody as select *, true as public_mail, true as active from people")
        con.register("met", pa.table({"a": [names[a] for a, _ in pairs], "b": [names[b] for _, b in pairs]}))
        con.execute("create table handoffs as select a as from_account, b as to_account from met where a <> b")
        con.execute(f"create table crossed as {sql(tasks.campaigns.__file__, 'crossed')}")
        con.register("dealt", random_groups(names, 40, 500, seed=8))
        con.execute("create table timed as from dealt")
        found = counted(con, sql(tasks.campaigns.__file__, "crossings"))
    # Groups in which hardly any pair met are not tested: their chance is 1.
    told = found.set_index("group_id")["p_value"].reindex(pd.Index([f"g{number:03d}" for number in range(500)]))
    assert len(found) > 20
    assert holds(told.fillna(1.0))
