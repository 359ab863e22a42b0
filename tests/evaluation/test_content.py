"""The content test's bench: what its groups are made of, and what its measures say of cases made by hand."""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from tasks.errors import CallError
from tasks.evaluation.content.corpora import read_prompts
from tasks.evaluation.content.groups import campaign, evaluators, people
from tasks.evaluation.content.measure import OURS, areas, auc
from tasks.evaluation.content.page import content_page, turned_round
from tasks.evaluation.content.peers import Peers

QUEUE, COVER = np.arange(1000, 2000), [np.arange(0, 300), np.arange(300, 600)]


def test_a_queue_is_dealt_once_and_the_rest_is_cover() -> None:
    group = campaign((10, 20), 0.5, QUEUE, COVER, np.random.default_rng(0))
    dealt = [places[places >= 1000] for places in group]
    assert {len(places) for places in group} == {20}
    assert {len(places) for places in dealt} == {10}
    # One in a hundred is dealt again.
    assert len(np.unique(np.concatenate(dealt))) >= 95


def test_people_have_no_prompt_in_common_and_evaluators_have() -> None:
    dice = np.random.default_rng(1)
    persons = [set(places.tolist()) for places in people([20] * 20, COVER, dice)]
    assert sum(map(len, persons)) == len(set.union(*persons))
    users = [set(places.tolist()) for places in evaluators((20, 20), np.arange(100), dice)]
    assert sum(map(len, users)) > 2 * len(set.union(*users))


def test_auc_counts_equal_scores_half() -> None:
    assert auc(np.array([2.0, 3.0]), np.array([1.0, 2.0])) == pytest.approx(0.875)


def test_areas_hold_campaigns_against_groups_of_their_own_size_only() -> None:
    rows = [("people", 8, 0.0, 1.0), ("people", 50, 0.0, 9.0), ("campaign", 8, 1.0, 2.0), ("campaign", 50, 1.0, 3.0)]
    scores = pd.DataFrame(rows, columns=["kind", "accounts", "share", "score"])
    found = areas(scores.assign(fold=0, prompts=12, corpus="c", method="MMD"), "people")
    assert found.set_index("accounts")["auc"].to_dict() == {8: 1.0, 50: 0.0}
    assert turned_round(found.assign(auc=0.2)) == ["MMD"]
    assert turned_round(found.assign(auc=0.2, method=OURS)) == []


def test_peers_see_what_they_are_made_for() -> None:
    """A shifted window (MMD, Mahalanobis), accounts that repeat themselves (SEAT), and neither in honest ones."""
    dice = np.random.default_rng(2)
    vectors = dice.standard_normal((1200, 16))
    vectors[1000:, 0] += 3
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    peers = Peers(vectors, np.arange(600), dice)
    honest, shifted = peers.scores(np.split(np.arange(600, 700), 5)), peers.scores(np.split(np.arange(1000, 1100), 5))
    assert shifted["MMD"] > honest["MMD"] + 0.1
    wide = np.concatenate([vectors, dice.standard_normal((20, 16))])
    assert Peers(wide, np.arange(600), dice).scores([np.arange(1200, 1220)])["Mahalanobis"] > 5 * honest["Mahalanobis"]
    assert peers.scores([np.repeat([1, 2], 10)])["SEAT"] > honest["SEAT"] + 0.3
    assert all(0 <= each["PRADA"] <= 1 for each in (honest, shifted))


def test_prompts_are_read_without_their_text(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="no Parquet file"):
        read_prompts(tmp_path)
    rows = (
        "select 'distill' as family, 'c' as corpus, i as idx, 'Write a function that sorts list ' || (i % 40) as text"
    )
    duckdb.sql(f"copy ({rows} from range(50) t(i)) to '{tmp_path / 'p.parquet'}'")
    with pytest.raises(CallError, match="benign_user, lookalike"):
        read_prompts(tmp_path)
    others = " union all ".join(
        f"select '{family}', '{family}', i, 'What is number ' || i || ' about?' from range(60) t(i)"
        for family in ("benign_user", "lookalike")
    )
    duckdb.sql(f"copy ({rows} from range(50) t(i) union all {others}) to '{tmp_path / 'p.parquet'}'")
    found = read_prompts(tmp_path)
    assert len(found.families["distill"]["c"]) == 40
    assert found.words.shape == (160, 4096)
    assert not set(found.people(0)[0].tolist()) & set(found.people(1)[0].tolist())


def test_the_page_has_a_row_for_each_method_and_sort() -> None:
    rows = [
        {"fold": 0, "accounts": 8, "prompts": 12, "kind": kind, "corpus": "c", "share": share, "method": method}
        | {"score": share + number / 100, "p_value": 0.5 - share / 2}
        for kind, share in (("people", 0.0), ("evaluators", 0.0), ("campaign", 0.5), ("campaign", 1.0))
        for method in (OURS, "MMD")
        for number in range(3)
    ]
    page = content_page(pd.DataFrame(rows), "python -m flows.evaluate --prompts FOLDER", 6.0)
    assert "| MMD | - | - | - | 1 (1-1) | 1 (1-1) |" in page
    assert "| campaign, 100% | 3 | 1 (.44-1) |" in page
    assert "| people | 3 | 0 (0-.56) |" in page
