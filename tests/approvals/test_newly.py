"""Which accounts a staged day newly suspects, and which of them pay and look honest."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from tasks.approvals import weigh
from tasks.stage import sql
from tests.flows.unpublished import unpublish
from tests.stage.lakes import DAYS, day_run

STAGE = str(Path(__file__).parents[2] / "tasks" / "approvals" / "__init__.py")
OLD, NEW = date(2026, 1, 1), date(2026, 9, 1)


def _newly(members: list[str], before: list[str], accounts: list[tuple[object, ...]]) -> dict[str, bool]:
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'; set variable day = date '2026-09-09'")
    con.execute("create table members as select unnest(?::varchar[]) as account_id", [members])
    con.execute("create table suspected_before as select unnest(?::varchar[]) as account_id", [before])
    con.execute(
        "create table accounts (account_id text, created_at timestamptz, verification_level text, payment text)"
    )
    for row in accounts:
        con.execute("insert into accounts values (?, ?, ?, ?)", row)
    return dict(con.execute(sql(STAGE, "newly"), {"paying_days": 30}).fetchall())


def test_an_account_that_was_suspected_before_is_not_new() -> None:
    assert _newly(["a", "b", "b"], ["a"], []) == {"b": False}


@pytest.mark.parametrize(
    ("account", "honest"),
    [
        (("a", OLD, "phone", "card"), True),
        (("a", OLD, None, "card"), True),
        (("a", OLD, "none", "card"), False),
        (("a", NEW, "phone", "card"), False),
        (("a", OLD, "phone", None), False),
        (("a", OLD, "phone", "shared"), False),
    ],
    ids=["verified", "nothing known", "unverified", "young", "pays nothing", "shares its card"],
)
def test_who_pays_and_looks_honest(account: tuple[object, ...], honest: bool) -> None:
    assert _newly(["a"], [], [account, ("other", OLD, "phone", "shared")]) == {"a": honest}


def test_a_staged_day_is_weighed_against_the_days_before(lake: Path) -> None:
    unpublish(lake, DAYS[1])
    strict = day_run(lake, DAYS[1], approval={"max_new_share": 0, "max_new_paying": 0})
    asked = weigh(strict)
    assert asked is not None
    assert (asked.suspected, asked.paying, asked.active) == (1, 0, 212)
    assert asked.reason == "it would newly suspect 1 account, against 212 active (0.5%, limit 0.0%)"
    assert [row["suspected"] for row in asked.campaigns] == [1]
    usual = weigh(day_run(lake, DAYS[1]))
    assert usual is not None
    assert usual.over == ()


def test_the_first_day_of_a_lake_has_nothing_to_be_held_against(lake: Path) -> None:
    for day in DAYS:
        unpublish(lake, day)
    assert weigh(day_run(lake, DAYS[0], approval={"max_new_share": 0})) is None


def test_a_published_day_suspects_nobody_anew(lake: Path) -> None:
    asked = weigh(day_run(lake, DAYS[1], approval={"max_new_share": 0}))
    assert asked is not None
    assert asked.suspected == 0
