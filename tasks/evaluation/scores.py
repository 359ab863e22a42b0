"""From what was seen of all worlds to each method's figures."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tasks.evaluation.metrics import Interval, bootstrap, completeness, precision_at, purity, wilson
from tasks.evaluation.observe import Observed

LEVELS = ("careless", "reported", "hidden")
# A kind of which fewer honest accounts were seen over all worlds says little on how often such are accused.
_LEAST_OF_A_KIND = 20
_KEY = ["world", "account_id"]


@dataclass(frozen=True)
class Score:
    """A method's figures over all worlds; `at` is precision by prevalence, low and high as the intervals allow."""

    accused: int
    precision: Interval
    recall: Interval
    by_level: dict[str, Interval]
    honest: Interval
    worst_kind: tuple[str, Interval]
    purity: Interval
    completeness: Interval
    at: dict[float, Interval]


def score(seen: Observed, method: str, prevalences: tuple[float, ...] = (0.01, 0.001)) -> Score:
    """Proportions are pooled over accounts of all worlds (Wilson), the rest is a mean over worlds (bootstrap)."""
    accused = seen.accused[seen.accused["method"] == method]
    judged = seen.population.merge(accused[[*_KEY, "group_id"]], on=_KEY, how="left")
    judged["accused"] = judged["group_id"].notna()
    bad = judged["campaign"].notna()
    hits, honest = int((judged["accused"] & bad).sum()), rate(judged[~bad])
    recall = rate(judged[bad])
    kinds = by_kind(judged[~bad])
    frequent = {kind: of for kind, (of, count) in kinds.items() if count >= _LEAST_OF_A_KIND}
    worst = max(frequent.items(), key=lambda item: item[1].value, default=("none", wilson(0, 0)))
    return Score(
        accused=int(judged["accused"].sum()),
        precision=wilson(hits, int(judged["accused"].sum())),
        recall=recall,
        by_level={level: rate(judged[judged["level"] == level]) for level in LEVELS}
        | {"neighbours": rate(judged[bad & judged["level"].isna()])},
        honest=honest,
        worst_kind=worst,
        purity=bootstrap([purity(world[world["accused"]]) for _, world in judged.groupby("world")]),
        completeness=bootstrap([_completeness(world) for _, world in judged.groupby("world")]),
        at={
            prevalence: Interval(
                precision_at(prevalence, recall.value, honest.value),
                precision_at(prevalence, recall.low, honest.high),
                precision_at(prevalence, recall.high, honest.low),
            )
            for prevalence in prevalences
        },
    )


def rate(judged: pd.DataFrame) -> Interval:
    """How many of these accounts are accused."""
    return wilson(int(judged["accused"].sum()), len(judged))


def by_kind(honest: pd.DataFrame) -> dict[str, tuple[Interval, int]]:
    """How many of each kind of honest account are accused, and how many there are, the most accused first."""
    found = {str(kind): (rate(rows), len(rows)) for kind, rows in honest.groupby("kind")}
    return dict(sorted(found.items(), key=lambda item: -item[1][0].value))


def honest_by_kind(seen: Observed, method: str) -> dict[str, tuple[Interval, int]]:
    """`by_kind` for one method over all worlds."""
    return by_kind(_judged_honest(seen, seen.accused[seen.accused["method"] == method]))


def honest_by_stratum(seen: Observed, method: str) -> dict[str, pd.DataFrame]:
    """For each property, a row a stratum: honest accounts, how many are accused, how many are in any group of ours."""
    honest = _judged_honest(seen, seen.accused[seen.accused["method"] == method])
    honest["grouped"] = _judged_honest(seen, seen.grouped)["accused"]
    joined = honest.merge(seen.strata, on=_KEY)
    properties = [name for name in seen.strata.columns if name not in _KEY]
    return {
        name: joined.groupby(name).agg(
            accounts=("account_id", "size"), accused=("accused", "sum"), grouped=("grouped", "sum")
        )
        for name in properties
    }


def label_accuracy(seen: Observed) -> Interval:
    """How many published campaigns that are one in truth bear the label that they have in truth."""
    true = seen.published[seen.published["so"].astype(bool)]
    return wilson(int((true["said"] == true["label"]).sum()), len(true))


def owners_accused(seen: Observed, method: str) -> Interval:
    """How many stolen accounts stand in a campaign of another label: their owners are accused of what thieves did."""
    stolen = seen.population[seen.population["label"] == "stolen_keys"]
    accused = seen.accused[seen.accused["method"] == method].merge(
        seen.published[["world", "campaign_id", "said"]],
        left_on=["world", "group_id"],
        right_on=["world", "campaign_id"],
        how="left",
    )
    judged = stolen.merge(accused[accused["said"] != "stolen_keys"][[*_KEY, "said"]], on=_KEY, how="left")
    return wilson(int(judged["said"].notna().sum()), len(judged))


def days_to_detection(seen: Observed) -> Interval:
    """The median over the accounts found of a world, the mean over worlds."""
    return bootstrap([float(world["days"].median()) for _, world in seen.detected.groupby("world")])


def _judged_honest(seen: Observed, accused: pd.DataFrame) -> pd.DataFrame:
    honest = seen.population[seen.population["campaign"].isna()]
    marked = accused[_KEY].drop_duplicates().assign(accused=True)
    judged = honest.merge(marked, on=_KEY, how="left")
    judged["accused"] = judged["accused"].notna()
    return judged


def _completeness(world: pd.DataFrame) -> float:
    bad = world[world["campaign"].notna()]
    if bad.empty:
        return np.nan
    return completeness(bad[bad["accused"]], bad.groupby("campaign").size())
