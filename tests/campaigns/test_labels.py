"""What a campaign is called: the same ring of accounts, by who pays."""

from pathlib import Path

import pytest

from tests.campaigns.world import World, rows
from tests.verdicts.saying import accounts, ring


@pytest.mark.parametrize(
    ("theirs", "of_others", "label"),
    [
        pytest.param(True, True, "distillation", id="each pays, as others do"),
        pytest.param(False, True, "credit_farm", id="they live on free credit"),
        pytest.param(False, False, "distillation", id="nobody's payer is known"),
    ],
)
def test_who_seldom_pays_where_people_do_farms_free_credit(
    tmp_path: Path, theirs: bool, of_others: bool, label: str
) -> None:
    world = World()
    world.strangers(120)
    names = accounts(world, 8)
    ring(world, names)
    for name, account in world.accounts.items():
        if not (theirs if name in names else of_others):
            account["payment_fingerprint"] = None
    assert rows(world.run(tmp_path), "campaigns", "label, accounts") == [(label, 8)]


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("### Order\n{}\n### Write a Python function for it, with tests, and debug the code.", "reseller"),
        (
            "### Post\n{}\n### Say it as an angry neighbour of the mayor would, in two lines, and add a smile.",
            "coordinated",
        ),
    ],
)
def test_who_asks_the_same_for_nothing_that_teaches_a_model_is_after_an_audience(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, label: str
) -> None:
    monkeypatch.setattr("tests.verdicts.saying.FRAME", asked)
    world = World()
    world.strangers(120)
    names = accounts(world, 8)
    ring(world, names)
    assert rows(world.run(tmp_path), "campaigns", "label, accounts") == [(label, 8)]
