"""Communities that write and do alike: none is believed for that alone, and the others are asked nothing more."""

from pathlib import Path
from typing import Any

import pytest

import tasks.campaigns.shards
from tasks.campaigns.alike import Alike
from tests.campaigns.world import World, rows

SHARD = [f"stranger{number}" for number in range(12)]


@pytest.mark.parametrize("chance", [1e-12, 1.0])
def test_what_only_does_alike_is_held_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chance: float) -> None:
    def found(*_: Any) -> list[Alike]:
        return [Alike(SHARD, chance, 0.1)]

    monkeypatch.setattr(tasks.campaigns.shards, "find_alike", found)
    world = World()
    world.strangers(120)
    lake = world.run(tmp_path)
    assert rows(lake, "campaigns") == []
    held = rows(lake, "candidates", "account_id, reason")
    assert held == [
        (name, "alike in what they ask and how much they do, but nothing else shows one hand") for name in sorted(SHARD)
    ]
