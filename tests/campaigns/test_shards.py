"""Communities that write and do alike: none is believed for that alone, and the others are asked nothing more."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

import tasks.campaigns.shards
from tasks.campaigns.alike import Alike
from tasks.corpora.directions import Writers
from tasks.lake import Lake
from tasks.stage import sql
from tests.campaigns.world import LONG, World, rows, user

WORDS = ("river", "opera", "tariff", "glacier", "kernel", "orchard", "verdict", "meadow", "sonnet")
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


@pytest.mark.parametrize(("count", "handing"), [(8, True), (8, False), (0, False)])
def test_who_writes_as_a_shards_accounts_do_has_to_hand_on_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, handing: bool
) -> None:
    """Twelve accounts are found that hand conversations on in a ring; others ask what they ask."""

    def found(writers: Writers, *_: Any) -> list[Alike]:
        return [Alike(SHARD, 1e-6, 0.1)] if set(SHARD) <= set(writers.accounts) else []

    monkeypatch.setattr(tasks.campaigns.shards, "find_alike", found)
    world = World()
    others, readers = [f"other{number}" for number in range(count)], [f"reader{number}" for number in range(90)]
    for number, name in enumerate(map(world.account, [*SHARD, *others, *readers])):
        topic = f"the {WORDS[number % 9]} of" if name in readers else "the retort, the crucible and the furnace of"
        for turn in range(12):
            world.ask(name, [user(f"{LONG}{topic} {name} {turn}")], ip=f"81.2.{turn}.{number + 1}")
    for ring in (SHARD, others) if handing else (SHARD,):
        for number, name in enumerate(ring):
            world.hand_over(name, ring[number - 1], f"the furnace of {name}", 3 * number)
    lake = world.run(tmp_path)
    assert rows(lake, "members", "account_id") == [(name,) for name in sorted(SHARD + (others if handing else []))]


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
