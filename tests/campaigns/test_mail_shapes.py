"""shared_mail_shape: what is kept of a name, what fires, what does not, and that chances hold."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd
import pytest

import tasks.campaigns
from tasks.campaigns.stratified import at_least, stratified_chances
from tasks.landing.keyed import install_macros
from tasks.stage import sql
from tests.campaigns.null import holds, random_groups

COUNTS = sql(tasks.campaigns.__file__, "mail_shapes")
SHAPES = ("8-15 a.a", "8-15 a99", "8-15 a", "1-7 a9", "8-15 a_a9", "16- a.a99")


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the macros of landing."""
    with duckdb.connect() as opened:
        install_macros(opened, b"k" * 32)
        yield opened


def _tested(con: duckdb.DuckDBPyConnection, accounts: pd.DataFrame, cohort: pd.DataFrame) -> pd.DataFrame:
    con.register("accounts", accounts)
    con.register("cohort", cohort)
    con.execute("create or replace table cohorts as select 'identity' as family, * from cohort")
    return stratified_chances(con, COUNTS)


def _people(dice: np.random.Generator, count: int = 800) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "account_id": [f"a{number:03d}" for number in range(count)],
            "email_domain": dice.choice(["gmail.com", "outlook.com", "proton.me"], count, p=[0.6, 0.3, 0.1]),
            "mail_shape": dice.choice(SHAPES, count, p=[0.3, 0.25, 0.2, 0.1, 0.1, 0.05]),
        }
    )


def _with(people: pd.DataFrame, domains: list[str], shapes: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    names = [f"b{number:02d}" for number in range(len(domains))]
    more = pd.DataFrame({"account_id": names, "email_domain": domains, "mail_shape": shapes})
    return pd.concat([people, more]), pd.DataFrame({"group_id": "g", "account_id": names})


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("john.smith42", "8-15 a.a99"),
        ("mary", "1-7 a"),
        ("s1234567", "8-15 a99999"),
        ("josé-garcía_the-second", "16- a-a_a-a"),
        ("a1b2c3d4e5f6a7b8", "16- *"),
        ("", None),
        (None, None),
    ],
)
def test_only_the_shape_of_a_name_is_kept(con: duckdb.DuckDBPyConnection, name: str | None, shape: str | None) -> None:
    assert con.execute("select mail_shape(?)", [name]).fetchone() == (shape,)


def test_one_template_over_several_providers_fires(con: duckdb.DuckDBPyConnection) -> None:
    people = _people(np.random.default_rng(1))
    found = _tested(con, *_with(people, ["gmail.com", "outlook.com", "proton.me", "gmail.com"] * 4, ["1-7 a9"] * 16))
    assert (found["statistic"].item(), found["cohort"].item()) == (16, 16)
    assert found["p_value"].item() < 1e-9


def test_a_firms_way_to_write_names_and_students_numbers_do_not_fire(con: duckdb.DuckDBPyConnection) -> None:
    people = _people(np.random.default_rng(2))
    for domain, shape in (("firm.example", "16- a.a99"), ("campus.example", "8-15 a99999")):
        found = _tested(con, *_with(people, [domain] * 20, [shape] * 20))
        assert found["p_value"].item() == 1


def test_chances_hold(con: duckdb.DuckDBPyConnection) -> None:
    people = _people(np.random.default_rng(3))
    found = _tested(con, people, random_groups(people["account_id"].tolist(), 25, 250, seed=4))
    assert len(found) == 250
    assert holds(found["p_value"])


def test_strata_add_up_as_when_counted_out() -> None:
    """Two strata by hand: from 4 with 2 draw 2, from 3 with 1 draw 1; both full: 1/6 * 1/3."""
    strata = pd.DataFrame({"inside": [2, 1], "cohort": [2, 1], "accounts": [2, 1], "population": [4, 3]})
    assert at_least(strata) == pytest.approx(1 / 18)
    assert at_least(strata.assign(inside=[1, 1])) == pytest.approx(1 / 18 + 4 / 6 / 3 + 1 / 6 * 2 / 3)
    assert at_least(strata.assign(inside=0)) == pytest.approx(1)
