"""Days add up, whole histories count, what is new is told from what was had, and nothing is priced without a price."""

from pathlib import Path

import pytest

from tasks.errors import CallError
from tests.ledger.days import Days, ask

_TOPICS = ("bridges over rivers", "old clocks and bells", "sheep on a hill", "letters from abroad")


def _about(account: str, start: int, end: int, **given: str) -> list[dict[str, object]]:
    return [
        ask(account, f"Tell me about {_TOPICS[n % 4]}, part {n}, in a few words", **given) for n in range(start, end)
    ]


@pytest.fixture
def days(tmp_path: Path) -> Days:
    return Days(tmp_path, {"sketch_items": 16})


def test_a_day_adds_to_the_day_before_and_refusals_to_nothing(days: Days) -> None:
    days.run(0, [*_about("a", 0, 3), ask("a", "Nothing", status=429)], {"a": 1})
    days.run(1, _about("a", 2, 5), {"a": 1})
    seen = "exchanges, input_tokens, output_tokens, items, new_items"
    assert days.rows("ledger_totals", seen) == [(3, 30, 300, 3, 3)]
    assert days.rows("ledger_totals", seen, 1) == [(6, 60, 600, 5, 2)]


def test_who_joins_brings_the_whole_history_and_none_of_it_is_new(days: Days) -> None:
    days.run(0, [*_about("a", 0, 3), *_about("b", 10, 14)], {"a": 1})
    days.run(1, _about("a", 0, 1), {"a": 1, "b": 0.5})
    assert days.rows("ledger_totals", "accounts, exchanges, new_items") == [(1, 3, 3)]
    assert days.rows("ledger_totals", "accounts, exchanges, items, new_items, new_cells", 1) == [(2, 8, 7, 0, 0)]
    assert days.rows("ledger_totals", "accounts_low, exchanges_low", 1) == [(1, 4)]


def test_an_account_that_was_silent_keeps_its_draws(days: Days) -> None:
    days.run(0, _about("a", 0, 3), {"a": 1})
    days.run(1, _about("other", 0, 1), {"a": 1})
    assert days.rows("account_draws", "account_id, exchanges, day_exchanges", 1) == [("a", 3, 0), ("other", 1, 1)]


def test_capabilities_and_models_stand_apart_and_add_up(days: Days) -> None:
    asked = [
        ask("a", "Write a function in Python that sorts a list"),
        ask("a", "Translate this letter into French"),
        ask("b", "Translate this song into German", model="new"),
        ask("b", None),
    ]
    days.run(0, asked, {"a": 1, "b": 1})
    assert days.rows("ledger_campaigns", "capability, model, exchanges, items") == [
        ("software_engineering", "old", 1, 1),
        ("translation", "new", 1, 1),
        ("translation", "old", 1, 1),
        ("unknown", "old", 1, None),
    ]
    assert days.rows("ledger", "sum(exchanges)") == days.rows("ledger_totals", "exchanges") == [(4,)]


def test_many_more_prompts_than_are_sampled_are_estimated(days: Days) -> None:
    members = {f"a{number}": 1.0 for number in range(20)}
    for offset in range(2):
        asked = [
            row
            for n, name in enumerate(members)
            for row in _about(name, 2000 * offset + 100 * n, 2000 * offset + 100 * n + 100)
        ]
        days.run(offset, asked, members)
    assert days.rows("account_draws", "max(len(items))", 1) == [(16,)]
    ((items, new_items),) = days.rows("ledger_totals", "items, new_items", 1)
    assert items == pytest.approx(4000, rel=0.2)
    assert new_items == pytest.approx(2000, rel=0.25)


def test_who_sweeps_the_space_covers_more_of_it(days: Days) -> None:
    wide = [ask("wide", " ".join(f"word{n * place * 7919 % 997}" for place in range(1, 25))) for n in range(1, 41)]
    narrow = [ask("narrow", " ".join(f"word{place}" for place in range(24)) + f" {n}") for n in range(40)]
    days.run(0, wide + narrow, {"wide": 1, "narrow": 1})
    cells = dict(days.rows("ledger", "account_id, cells"))
    assert cells["wide"] > 2 * cells["narrow"] > 0


def test_a_move_to_a_new_model_is_kept(days: Days) -> None:
    members = {"a": 1.0, "b": 0.5}
    days.run(0, [*_about("a", 0, 4), *_about("b", 0, 4), *_about("x", 0, 4)], members)
    days.run(1, [*_about("a", 4, 5), *_about("x", 4, 5, model="new")], members)
    days.run(2, [*_about("a", 5, 8, model="new"), *_about("a", 8, 9), *_about("b", 5, 9), *_about("x", 5, 9)], members)
    days.run(3, _about("a", 9, 20), members)
    seen = "pivot_model, pivot_day::varchar, pivot_share, pivot_share_low, pivot_share_others"
    assert days.rows("ledger_totals", seen, 1) == [(None,) * 5]
    assert days.rows("ledger_totals", seen, 3) == [("new", "2026-09-08", 0.375, 0.75, 0.0)]


def test_prices_in_force_that_day_count_and_others_do_not(tmp_path: Path) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text(
        "model,input_price,output_price,valid_from\nold,100,1000,2026-01-01\nold,0,5000,2026-09-08\nol*,9,9,2026-01-01\n"
    )
    days = Days(tmp_path / "lake", {"prices": prices})
    asked = [ask("a", "One"), ask("a", "Two", model="unheard")]
    for offset in range(2):
        days.run(offset, asked, {"a": 1})
    assert days.rows("ledger_totals", "list_cost, unpriced") == [(0.101, 1)]
    assert days.rows("ledger_totals", "list_cost, unpriced", 1) == [(0.601, 2)]


def test_without_a_price_list_there_is_no_cost(days: Days) -> None:
    days.run(0, [ask("a", "One")], {"a": 1})
    assert days.rows("ledger_totals", "list_cost, unpriced") == [(None, 1)]


@pytest.mark.parametrize(
    "content", ["model;price\nold;3\n", "model,input_price,output_price,valid_from\nold,-1,2,2026-01-01\n"]
)
def test_a_price_list_that_cannot_be_right_is_refused_by_name(tmp_path: Path, content: str) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text(content)
    with pytest.raises(CallError, match=r"prices\.csv"):
        Days(tmp_path / "lake", {"prices": prices}).run(0, [ask("a", "One")], {"a": 1})


def test_whom_nobody_saw_for_long_is_forgotten(tmp_path: Path) -> None:
    days = Days(tmp_path, {"memory_days": 1})
    for offset, name in enumerate("abcd"):
        days.run(offset, [ask(name, "One")], {"a": 1})
    assert days.rows("account_draws", "account_id", 3) == [("c",), ("d",)]


def test_the_same_day_run_again_is_up_to_date(days: Days) -> None:
    days.run(0, _about("a", 0, 40), {"a": 1})
    first = days.rows("account_draws", "*")
    days.run(0, _about("a", 0, 40), {"a": 1})
    assert days.rows("account_draws", "*") == first
