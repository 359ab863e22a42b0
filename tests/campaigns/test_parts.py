"""A part that passed is a group of its own; what is left of the whole goes by its smallest account."""

import duckdb
import pandas as pd

import tasks.campaigns
from tasks.stage import sql


def regrouped(whole: dict[str, str], part: dict[str, str]) -> set[tuple[str | None, str, str]]:
    """From group by account of the whole, and of the part that passed."""
    with duckdb.connect() as con:
        for name, given in (("whole_groups", whole), ("groups", part)):
            con.register(name, pd.DataFrame({"account_id": list(given), "group_id": list(given.values())}))
        con.register("passed_parts", pd.DataFrame({"group_id": sorted(set(part.values()))}))
        return set(con.sql(sql(tasks.campaigns.__file__, "regrouped")).fetchall())


def test_the_rest_of_a_group_goes_by_its_smallest_account() -> None:
    found = regrouped(dict.fromkeys("abcde", "a"), {"a": "a", "c": "a"})
    assert found == {(None, "a", "a"), (None, "a", "c"), ("a", "b", "b"), ("a", "b", "d"), ("a", "b", "e")}


def test_one_that_is_left_alone_is_no_group() -> None:
    assert regrouped(dict.fromkeys("abc", "a"), {"b": "b", "c": "b"}) == {(None, "b", "b"), (None, "b", "c")}


def test_other_groups_stay_as_they_are() -> None:
    found = regrouped({"a": "a", "b": "a", "x": "x", "y": "x"}, {"a": "a", "b": "a"})
    assert {row for row in found if row[1] == "x"} == {("x", "x", "x"), ("x", "x", "y")}


def test_what_is_left_of_a_group_never_goes_by_the_name_of_its_part() -> None:
    """The part is named after its smallest account, which was then taken out of it as a stranger."""
    found = regrouped(dict.fromkeys("abcdef", "a"), dict.fromkeys("cdef", "a"))
    assert {row for row in found if row[0]} == {("a", "rest of a", "a"), ("a", "rest of a", "b")}
    assert {row[1] for row in found if not row[0]} == {"a"}
