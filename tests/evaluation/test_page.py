"""From a finished lake and its truth to the page, and from real data's shape to a table."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from flows.evaluate import _seeds
from tasks.errors import CallError
from tasks.evaluation.dealt import dealt_out
from tasks.evaluation.methods import METHODS, OURS, Method
from tasks.evaluation.observe import Judged, observe, together
from tasks.evaluation.page import Findings, page
from tasks.evaluation.realdata.hop_airdrop import hop_airdrop
from tasks.evaluation.realdata.tied import tied
from tasks.evaluation.scores import honest_by_kind, label_accuracy, owners_accused, score
from tasks.evaluation.world import landed_days
from tests.landing.conftest import plain_gate
from tests.stage.lakes import DAYS, SAMPLE

__all__ = ["plain_gate"]

# Quick to load, with no extra.
OURS_AND_RULES: dict[str, Method] = {name: METHODS[name] for name in (OURS, "SQL rules")}
TRUTH = f"""
    select account_id, kind, campaign, if(campaign is null, null, 'distillation') as label,
           if(campaign is null, null, 'reported') as level,
           if(campaign is null, null, timestamptz '{DAYS[0]} 06:00:00+00') as first_bad
    from read_csv('{SAMPLE / "truth.csv"}')"""


@pytest.fixture
def judged(lake: Path) -> Iterator[Judged]:
    """The sample, judged by its truth."""
    duckdb.sql(f"copy ({TRUTH}) to '{lake / 'truth.parquet'}'")
    yield observe(lake, landed_days(lake), OURS_AND_RULES)


def test_the_sample_scores_as_its_documentation_says(judged: Judged) -> None:
    """28 and 22 of the two campaigns, nobody honest."""
    seen = together([judged])
    found = score(seen, OURS)
    assert (found.accused, found.precision.value, found.recall.value, found.honest.value) == (50, 1.0, 1.0, 0.0)
    assert (found.purity.value, found.completeness.value) == (1.0, 1.0)
    assert (found.by_level["reported"].value, label_accuracy(seen).value) == (1.0, 1.0)
    assert score(seen, "SQL rules").precision.value < 0.9
    assert sum(count for _, count in honest_by_kind(seen, OURS).values()) == 234 - 50


def test_an_owner_accused_of_what_a_thief_did_is_counted(judged: Judged) -> None:
    population = judged.seen.population
    population.loc[population["campaign"].notna(), "label"] = "stolen_keys"
    assert owners_accused(together([judged]), OURS).value == 1.0
    assert label_accuracy(together([judged])).value == 1.0, "what was published is judged by the truth of its day"


def test_who_acts_only_later_is_neither_honest_nor_missed(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("tasks.evaluation.observe")
    monkeypatch.setattr(module, "dealt_out", partial(dealt_out, count=5))
    later = f"select * replace (first_bad + interval 9 days as first_bad) from ({TRUTH})"
    duckdb.sql(f"copy ({later}) to '{lake / 'truth.parquet'}'")
    seen = together([observe(lake, landed_days(lake), OURS_AND_RULES)])
    found = score(seen, OURS)
    assert found.accused == 0
    assert seen.dealt.groupby("sort")["group_id"].nunique().to_dict() == {"at random": 5, "matched": 5}
    assert found.honest.value == 0.0


def test_the_page_has_every_table_and_no_path(judged: Judged, lake: Path) -> None:
    seen = together([judged])
    assert seen.dealt.empty, "groups are dealt out where there is no campaign"
    chances = {"world": "w", "sort": "at random", "group_id": list("abcd"), "signal": "steady_load"}
    dealt = pd.DataFrame(chances | {"p_value": [0.03, 0.55, 0.65, 0.85]})
    text = page(
        Findings(
            command="python -m flows.evaluate --seeds 1-2",
            days=3,
            seen=seen,
            methods=list(OURS_AND_RULES),
            missing={"Splink alone": "splink is not installed"},
            removed={"text": seen},
            empty=replace(seen, dealt=dealt),
        ),
        real=["**Real**"],
    )
    for words in (
        "| **Portcullis** | 50 | 1 (",
        "| SQL rules |",
        "*Splink alone* was not run",
        "| text |",
        "| at random | steady_load | 4 | 1, 0, 0, 0, 0, 1, 1, 0, 1, 0 | 0.250 | 0.000 |",
        "**Real**",
        "said 0",
    ):
        assert words in text
    assert str(lake) not in text


def test_a_folder_without_truth_is_no_world(finished: Path) -> None:
    with pytest.raises(CallError, match=r"truth\.parquet"):
        landed_days(finished)


def test_wallets_are_scored_by_their_labels(tmp_path: Path) -> None:
    """Nine sybils in a chain of transfers; a hub joins ten honest ones, and is listed."""
    folder = tmp_path / "hop"
    folder.mkdir()
    wallets = """select 's' || n as address, true as is_sybil, 'g' as "group", 'custom:x' as group_src,
                        1640000000 + n as first_hop_ts from range(9) r(n)
                 union all select 'h' || n, false, null, null, 1630000000 + 900000 * n from range(10) r(n)"""
    transfers = """select 's' || n as src, 's' || (n + 1) as dst from range(8) r(n)
                   union all select 'h' || n, 'h0' from range(1, 10) r(n)"""
    for name, query in (("labels", wallets), ("edges", transfers), ("infra", "select 'h0' as address, 'x' as kind")):
        duckdb.sql(f"copy ({query}) to '{folder / f'{name}.parquet'}'")
    lines = hop_airdrop(folder, tmp_path / "lake").splitlines()
    assert lines[2].startswith("| direct ties | 19 | 0.474 (")
    assert lines[3].startswith("| direct ties less hubs | 9 | 1.000 (")
    assert lines[3].endswith("1.000 (0.701-1.000) |")
    assert lines[5].startswith("| **tied, and not by chance**, a day | 9 | 1.000 (")
    halves = [int(line.split(" | ")[1]) for line in lines if line.startswith("| direct ties less hubs; ")]
    assert sorted(halves) == [0, 9], "a group lies in one half"


def test_groups_tied_by_chance_are_left_out() -> None:
    """Two chains of ten: one begins within the hour, one over a year, as everybody does."""
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        con.execute(
            """create table everybody as
               select 'x' || n as account_id, true as active, timestamptz '2022-01-01' + to_days(n) as created_at
               from range(365) r(n)
               union all select 'a' || n, true, timestamptz '2022-06-01' + to_minutes(n) from range(10) r(n)"""
        )
        handed = """select unnest(['a' || n, 'a' || (n + 1)]) as account_id, 'a' || n as value from range(9) r(n)
                    union all select unnest(['x' || 36 * n, 'x' || 36 * (n + 1)]), 'x' || n from range(9) r(n)"""
        nothing = "select 'x36' as account_id, 'card' as value union all select 'x77', 'card'"
        found = tied(con, handed, nothing, 8, 0.01).to_pylist()
        assert {row["account_id"] for row in found} == {f"a{n}" for n in range(10)}
        card = "select 'x' || 36 * n as account_id, 'card' as value from range(10) r(n)"
        assert len(tied(con, handed, card, 8, 0.01)) == 20, "an instrument speaks too"


def test_a_method_whose_extra_is_missing_is_left_out_by_name(judged: Judged, lake: Path) -> None:
    def needs_an_extra(_con: duckdb.DuckDBPyConnection) -> pa.Table:
        raise ModuleNotFoundError("No module named 'rare'", name="rare")

    found = observe(lake, landed_days(lake), {OURS: METHODS[OURS], "Rare": needs_an_extra})
    assert found.missing == {"Rare": "rare is not installed (pip install 'portcullis[evaluation]')"}
    assert len(found.seen.accused) == len(judged.seen.accused[judged.seen.accused["method"] == OURS])


def test_seeds_are_read_as_written() -> None:
    assert _seeds("1-3,7") == [1, 2, 3, 7]
    with pytest.raises(CallError, match="write 1-5 or 3,7"):
        _seeds("few")


def test_days_are_those_that_landed(lake: Path) -> None:
    duckdb.sql(f"copy ({TRUTH}) to '{lake / 'truth.parquet'}'")
    assert landed_days(lake) == list(DAYS)
