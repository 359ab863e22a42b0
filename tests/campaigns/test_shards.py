"""Communities that write and do alike: none is believed for that alone, and the others are asked nothing more."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

import tasks.campaigns.shards
from tasks.campaigns.alike import Alike
from tasks.lake import Lake
from tasks.stage import sql
from tests.campaigns.world import DAY, LONG, World, rows, user
from tests.verdicts.saying import NEXT

WORDS = ("river", "opera", "tariff", "glacier", "kernel", "orchard", "verdict", "meadow", "sonnet")
QUEUE = "retorts, crucibles, furnaces, alembics, cupels, bellows, tongs, ladles, moulds, anvils and assays of"
SHARD = [f"stranger{number}" for number in range(12)]


def _lake(root: Path, monkeypatch: pytest.MonkeyPatch, chance: float) -> Lake:
    """A day on which strangers are found to do alike by this chance, and nothing else agrees."""

    def found(*_: Any) -> list[Alike]:
        return [Alike(SHARD, chance, 0.1)]

    monkeypatch.setattr(tasks.campaigns.shards, "find_alike", found)
    world = World()
    world.strangers(120)
    return world.run(root)


@pytest.mark.parametrize("chance", [1e-30, 1.0])
def test_what_only_does_alike_is_held_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chance: float) -> None:
    lake = _lake(tmp_path, monkeypatch, chance)
    assert rows(lake, "campaigns") == []
    held = rows(lake, "candidates", "account_id, reason")
    assert held == [
        (name, "alike in what they ask and how much they do, but nothing else shows one hand") for name in sorted(SHARD)
    ]


@pytest.mark.parametrize(("count", "turned"), [(8, True), (8, False), (0, False)])
def test_who_writes_as_a_shards_accounts_do_has_to_show_one_hand_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, turned: bool
) -> None:
    """Twelve accounts are found that turn to a new model as it comes; others ask what they ask."""

    def found(*_: Any) -> list[Alike]:
        return [Alike(SHARD, 1e-6, 0.1)]

    monkeypatch.setattr(tasks.campaigns.shards, "find_alike", found)
    # In so few accounts how alike they are hangs on which words share a bucket.
    monkeypatch.setenv("PORTCULLIS_FINGERPRINT__KEY", "0123456789abcdef0123456789abcdef")
    world = World()
    others, readers = [f"other{number}" for number in range(count)], [f"reader{number}" for number in range(90)]
    for number, name in enumerate(map(world.account, [*SHARD, *others, *readers])):
        topic = f"the {WORDS[number % 9]} of" if name in readers else QUEUE
        turns = name in SHARD or (turned and name in others) or name in readers[:3]
        for day, model in ((DAY, "m"), (NEXT, "newer" if turns else "m")):
            for item in range(8):
                asked = [user(f"{LONG}{topic} {name} {item} {day}")]
                world.ask(name, asked, ip=f"81.2.{item}.{number + 1}", model=model, day=day)
    lake = world.run(tmp_path, [DAY, NEXT])
    members = {name for (name,) in rows(lake, "members", "account_id", NEXT)}
    assert members - set(others) == set(SHARD)
    # Some are less like them than nine in ten of them are.
    assert len(members & set(others)) >= 6 if turned else not members & set(others)


def test_the_order_of_the_accounts_changes_no_digit() -> None:
    chances = [0.1, 0.2, 0.3, 0.05, 0.07]
    found = set()
    for order in (chances, chances[::-1], sorted(chances)):
        with duckdb.connect() as con:
            con.execute("create table account_words (account_id varchar, items ubigint[][])")
            con.execute(
                "create table shard_members (group_id varchar, account_id varchar, p_value double, stranger double)"
            )
            con.executemany(
                "insert into shard_members values ('shard', 'a' || $1, 0.001, $1)", [[each] for each in order]
            )
            found |= set(con.sql(sql(tasks.campaigns.__file__, "shards")).fetchall())
    assert found == {("shard", 5, 0.001, 0.144, None)}
