"""Who hangs on to a group by what says nothing of it is left out; groups that met are held back."""

from collections.abc import Iterator

import duckdb
import pandas as pd
import pytest

import tasks.campaigns
from tasks.campaigns.fuse import Fused
from tasks.campaigns.strangers import part_strangers
from tasks.stage import sql

CARD, TALK, ADDRESS = ("payment", "shared_payment"), ("timing", "conversation_handoff"), ("network", "shared_address")


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def given(con: duckdb.DuckDBPyConnection, ties: list[tuple[str, tuple[str, str], str]], speaking: list[str]) -> Fused:
    """One group that passed, of all accounts with a tie."""
    rows = [
        {"account_id": account, "family": kind[0], "signal": kind[1], "value": value} for account, kind, value in ties
    ]
    con.register("given", pd.DataFrame(rows))
    con.execute("create table ties as select *, count(*) over (partition by signal, value) as accounts from given")
    con.execute(
        "create table weights as select signal, (signal <> 'shared_corpus')::int as membership from ties group by 1"
    )
    con.execute("create table groups as select distinct 'g' as group_id, account_id from ties")
    con.execute("create table used_up (account_id varchar, burnt boolean)")
    con.execute("create view tie_weights as " + sql(tasks.campaigns.__file__, "tie_weights"))
    con.execute("create table belonging as from tie_weights")
    tested = pd.DataFrame({"group_id": "g", "family": "timing", "signal": speaking, "supports": True})
    return Fused(pd.DataFrame({"group_id": ["g"], "reason": [None]}), tested)


def left(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {account for (account,) in con.sql("select account_id from belonging").fetchall()}


def test_a_family_on_one_card_behind_the_same_address_is_left_out(con: duckdb.DuckDBPyConnection) -> None:
    crew = [(f"c{n}", TALK, "talk") for n in range(6)] + [(f"c{n}", ADDRESS, "exit") for n in range(6)]
    family = [(f"f{n}", CARD, "family card") for n in range(3)] + [(f"f{n}", ADDRESS, "exit") for n in range(3)]
    fused = part_strangers(con, given(con, crew + family, ["conversation_handoff", "shared_address"]), 3)
    assert left(con) == {f"c{n}" for n in range(6)}
    assert fused.groups["reason"].isna().all()


def test_a_family_on_one_card_is_left_out_of_a_campaign_with_cards(con: duckdb.DuckDBPyConnection) -> None:
    crew = [(f"c{n}", TALK, "talk") for n in range(8)] + [(f"c{n}", CARD, f"card {n // 4}") for n in range(8)]
    family = [(f"f{n}", CARD, "family card") for n in range(3)] + [(f"f{n}", ADDRESS, "exit") for n in range(3)]
    part_strangers(con, given(con, crew + family, ["conversation_handoff", "shared_payment"]), 3)
    assert left(con) == {f"c{n}" for n in range(8)}


@pytest.mark.parametrize(("crew", "stay"), [(20, False), (6, True)])
def test_an_event_round_the_scaffold_of_those_who_nearly_all_hand_on_is_left_out(
    con: duckdb.DuckDBPyConnection, crew: int, stay: bool
) -> None:
    """Two of the crew that do not hand on share a machine with one who does, the event's accounts with each other."""
    scaffold, machine = ("content", "shared_scaffold"), ("identity", "shared_device")
    names, guests = [f"c{n}" for n in range(crew)], [f"f{n}" for n in range(3)]
    ties = [(name, TALK, "talk") for name in names[:-1]] + [(name, scaffold, "kit") for name in names + guests]
    ties += [(name, machine, "crew's") for name in names[-2:]] + [(name, machine, "lent") for name in guests]
    part_strangers(con, given(con, ties, ["conversation_handoff", "shared_scaffold", "shared_device"]), 3)
    assert left(con) == set(names + guests if stay else names)


def test_cards_of_some_and_conversations_of_others_are_two_groups(con: duckdb.DuckDBPyConnection) -> None:
    ties = [(f"c{n}", TALK, "talk") for n in range(3)] + [(f"f{n}", CARD, "card") for n in range(3)]
    fused = part_strangers(con, given(con, ties, ["conversation_handoff", "shared_payment"]), 3)
    assert fused.groups["reason"].str.contains("two groups that met").all()


def test_what_the_group_does_as_a_whole_holds_it_together(con: duckdb.DuckDBPyConnection) -> None:
    ties = [(f"c{n}", TALK, "talk") for n in range(3)] + [(f"f{n}", CARD, "card") for n in range(3)]
    fused = part_strangers(con, given(con, ties, ["conversation_handoff", "shared_payment", "joint_pause"]), 3)
    assert fused.groups["reason"].isna().all()
    assert len(left(con)) == 6


def test_families_that_an_address_joins_are_no_group(con: duckdb.DuckDBPyConnection) -> None:
    ties = [(f"f{n}", kind, f"{kind[1]} {n // 3}") for n in range(9) for kind in (CARD, ("identity", "shared_device"))]
    ties += [(f"f{n}", ADDRESS, "exit") for n in range(9)]
    fused = part_strangers(con, given(con, ties, ["shared_payment", "shared_device", "shared_address"]), 3)
    assert fused.groups["reason"].str.contains("two groups that met").all()


def test_what_is_left_without_strangers_has_to_be_a_group(con: duckdb.DuckDBPyConnection) -> None:
    crew = [(f"c{n}", TALK, "talk") for n in range(4)] + [(f"c{n}", ADDRESS, "exit") for n in range(4)]
    ties = given(
        con, [*crew, *[(f"f{n}", ADDRESS, "exit") for n in range(3)]], ["conversation_handoff", "shared_address"]
    )
    fused = part_strangers(con, ties, 6)
    assert fused.groups["reason"].str.contains("fewer than 6 accounts").all()
    assert len(left(con)) == 7


def test_a_class_that_writes_like_a_campaign_is_left_out_of_it(con: duckdb.DuckDBPyConnection) -> None:
    corpus, scaffold = ("content", "shared_corpus"), ("content", "shared_scaffold")
    crew = [(f"c{n}", TALK, "talk") for n in range(8)] + [(f"c{n}", corpus, "all") for n in range(8)]
    pupils = [(f"p{n}", scaffold, "exercise") for n in range(6)] + [(f"p{n}", corpus, "all") for n in range(6)]
    part_strangers(con, given(con, crew + pupils, ["conversation_handoff", "shared_corpus", "shared_scaffold"]), 3)
    assert left(con) == {f"c{n}" for n in range(8)}


@pytest.mark.parametrize(("least", "enough"), [(6, True), (7, False)])
def test_who_was_held_by_a_stranger_goes_with_him(con: duckdb.DuckDBPyConnection, least: int, enough: bool) -> None:
    """Two that share a machine and a telephone, and one of them a prompt with a campaign that talks."""
    scaffold, device, phone = (
        ("content", "shared_scaffold"),
        ("identity", "shared_device"),
        ("identity", "shared_phone"),
    )
    crew = [(f"c{n}", TALK, "talk") for n in range(6)] + [(f"c{n}", scaffold, "template") for n in range(6)]
    pair = [(name, kind, "theirs") for name in ("one", "other") for kind in (device, phone)]
    pair.append(("one", scaffold, "template"))
    fused = part_strangers(con, given(con, crew + pair, ["conversation_handoff", "shared_scaffold"]), least)
    assert (left(con) == {f"c{n}" for n in range(6)}) is enough
    assert fused.groups["reason"].isna().all() == enough
