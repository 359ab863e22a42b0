"""Which groups of a lake are learned from, and what they are said to be."""

import shutil
from pathlib import Path

import duckdb
import pytest

from tasks.contracts.verdicts import VERDICTS
from tasks.errors import CallError
from tasks.fitting import examples as learning
from tasks.fitting.examples import FITTED, Examples, read_examples
from tasks.lake import Lake
from tasks.settings import load
from tasks.stage import Run
from tasks.verdicts import Said, recording
from tests.campaigns.world import DAY, World, user
from tests.landing.conftest import plain_gate
from tests.verdicts.saying import AT, accounts, ring

__all__ = ["plain_gate"]

FRAME = "You write friendly answers for the customers of our small shop.\n{}\nKeep it short, sign as the whole team."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with one campaign (c00 ...) and one start-up on a card (s0 ...), the latter held back; no truth yet."""
    world = World()
    world.strangers(60)
    ring(world, accounts(world, 10))
    for number in range(8):
        name = world.account(f"s{number}", payment_fingerprint="firm")
        for item in range(4):
            world.ask(name, [user(FRAME.format(f"Customer {name} {item} writes that a parcel is late once again"))])
    return world.run(tmp_path_factory.mktemp("made") / "made").root


@pytest.fixture
def lake(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it; two groups are enough."""
    monkeypatch.setattr(learning, "_FEWEST", 1)
    return Path(shutil.copytree(made, tmp_path / "one"))


def _run(lake: Path) -> Run:
    return Run(Lake(lake), load(None, {"lake": lake}), DAY)


def _truth(lake: Path, sql: str) -> None:
    duckdb.execute(f"copy ({sql}) to '{lake}/truth.parquet' (kv_metadata {{seed: '17'}})")


def _twice(lake: Path) -> Examples:
    """What is learned from the lake and a copy of it."""
    return read_examples([_run(lake), _run(Path(shutil.copytree(lake, lake.parent / "two")))])


ALL = "select unnest(['c0' || n, 's' || n]) as account_id, unnest(['x', null]) as campaign from range(10) t(n)"


def test_groups_take_the_truth_of_most_of_their_accounts(lake: Path) -> None:
    _truth(lake, ALL)
    found = _twice(lake)
    assert (found.worlds, found.seeds, found.newest) == (("one", "two"), ("17", "17"), DAY)
    assert sorted(zip(found.world.tolist(), found.one_hand.tolist(), strict=True)) == [
        (0, False), (0, True), (1, False), (1, True)
    ]  # fmt: skip
    of_campaign = found.present[found.one_hand][0]
    assert {"conversation_handoff", "shared_scaffold"} <= {FITTED[place] for place in of_campaign.nonzero()[0]}
    assert not found.present[~found.one_hand][0][FITTED.index("conversation_handoff")]
    assert found.weight.tolist() == [1.0] * 4


def test_accounts_of_two_campaigns_are_not_under_one_hand(lake: Path) -> None:
    halves = ALL.replace("['x', null]", "['x' || n % 2, null]")
    _truth(lake, halves)
    with pytest.raises(CallError, match="groups under one hand: 0, others: 4"):
        _twice(lake)


def test_a_verdict_counts_before_the_truth(lake: Path) -> None:
    _truth(lake, ALL)
    campaign = duckdb.execute(f"select campaign_id from '{lake}/campaigns/*/*.parquet'").fetchall()[0][0]
    recording(_run(lake), [Said(campaign, "cleared", "x", "y")], AT).run(_run(lake))
    Lake(lake).publish_one(VERDICTS, DAY)
    with pytest.raises(CallError, match="groups under one hand: 0, others: 4"):
        _twice(lake)


def test_what_nobody_knows_is_left_out(lake: Path) -> None:
    with pytest.raises(CallError, match=r"groups that verdicts .* in 0 of 2 lakes"):
        _twice(lake)
    shutil.rmtree(lake.parent / "two")
    _truth(lake, f"from ({ALL}) where account_id in ('c00', 'c01', 's0')")
    with pytest.raises(CallError, match="0 of 2 lakes"):
        _twice(lake)
