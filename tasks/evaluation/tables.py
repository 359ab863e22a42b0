"""The tables of the page, each from what was seen of all worlds."""

from collections.abc import Mapping, Sequence

import pandas as pd

from tasks.evaluation.methods import OURS
from tasks.evaluation.metrics import Interval, bootstrap, brier, rate_ratio, reliability
from tasks.evaluation.nulls import nulls
from tasks.evaluation.observe import Observed
from tasks.evaluation.scores import (
    LEVELS,
    Score,
    days_to_detection,
    honest_by_kind,
    honest_by_stratum,
    label_accuracy,
    owners_accused,
    score,
)
from tasks.evaluation.words import NOTHING, number, per_thousand, share, table

_EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
# A stratum of fewer honest accounts, over all worlds, is left out: its ratio would be noise.
_LEAST_OF_A_STRATUM = 300


def methods_table(seen: Observed, methods: Sequence[str]) -> str:
    """A row a method, and the columns that only ours can fill."""
    headings = ("method", "accused", "precision", "recall", *LEVELS, "neighbours", "honest accused per 1,000",
                "worst honest kind per 1,000", "purity", "completeness", "label accuracy", "days to detection",
                "Brier, campaign / member", "precision at 1 %", "at .1 %")  # fmt: skip
    own = (
        share(label_accuracy(seen)),
        number(days_to_detection(seen)),
        f"{number(_brier(seen.published), 3)} / {number(_brier(seen.members), 3)}",
    )
    rows = []
    for method in methods:
        found = score(seen, method)
        extra = own if method == OURS else (NOTHING,) * len(own)
        rows.append(
            (f"**{method}**" if method == OURS else method, *_figures(found), *_groups(found), *extra, *_at(found))
        )
    return table(headings, rows)


def removal_table(seen: Mapping[str, Observed]) -> str:
    """A row for each family of columns that was left empty, in the same worlds."""
    headings = ("left empty", "accused", "precision", "recall", *LEVELS, "neighbours", "honest accused per 1,000",
                "worst honest kind per 1,000")  # fmt: skip
    return table(headings, [(name, *_figures(score(each, OURS))) for name, each in seen.items()])


def kinds_table(seen: Observed) -> str:
    """Honest accounts by kind, the most accused first; then owners of stolen accounts."""
    rows = [
        (kind.replace("_", " "), f"{count:,}", per_thousand(found))
        for kind, (found, count) in honest_by_kind(seen, OURS).items()
    ]
    owners = ("owners of stolen keys, under another label", "", per_thousand(owners_accused(seen, OURS)))
    return table(("honest kind", "accounts", "accused per 1,000"), [*rows, owners])


def strata_table(seen: Observed) -> str:
    """For each property the strata with the highest and the lowest rate among those that are large enough."""
    rows = []
    for name, strata in honest_by_stratum(seen, OURS).items():
        large = strata[strata["accounts"] >= _LEAST_OF_A_STRATUM]
        for what in ("accused", "grouped"):
            if len(large) >= 2:
                rows.append(
                    (name, str(len(large)), "published" if what == "accused" else "in any group", *_ratio(large, what))
                )
    return table(("property", "strata", "honest accounts", "highest", "lowest", "ratio"), rows)


def reliability_lines(seen: Observed) -> str:
    """What was said and how often it was so, for campaigns and for members."""
    lines = []
    for name, said in (("campaigns", seen.published), ("members", seen.members)):
        bins = reliability(said["likelihood"].to_numpy(float), said["so"].to_numpy(float), _EDGES)
        words = "; ".join(
            f"said {each['said']:.2f}, so {each['so']:.2f} of {each['count']:,}" for each in bins.to_dict("records")
        )
        lines.append(f"- {name}: {words or 'none'}")
    return "\n".join(lines)


def dealt_table(seen: Observed) -> str:
    """A row for each sort of groups dealt out and signal."""
    headings = ("groups", "signal", "tested", "in tenths from 0 to 1", "at or below .05", "at or below .01", "D", "p")
    rows = [
        (sort, signal, f"{tested:,}", ", ".join(map(str, found.histogram)), f"{found.below[0.05]:.3f}",
         f"{found.below[0.01]:.3f}", f"{found.statistic:.3f}", f"{found.p_value:.2g}")
        for sort, signal, tested, found in nulls(seen.dealt)
    ]  # fmt: skip
    return table(headings, rows)


def _figures(found: Score) -> tuple[str, ...]:
    kind, worst = found.worst_kind
    named = "0" if worst.value == 0 else f"{kind.replace('_', ' ')} {per_thousand(worst)}"
    levels = (share(found.by_level[level]) for level in (*LEVELS, "neighbours"))
    return (
        f"{found.accused:,}",
        share(found.precision),
        share(found.recall),
        *levels,
        per_thousand(found.honest),
        named,
    )


def _groups(found: Score) -> tuple[str, str]:
    return share(found.purity), share(found.completeness)


def _at(found: Score) -> tuple[str, ...]:
    return tuple(share(each) for each in found.at.values())


def _brier(said: pd.DataFrame) -> Interval:
    worlds = [world for _, world in said.groupby("world")]
    return bootstrap([brier(each["likelihood"].to_numpy(float), each["so"].to_numpy(float)) for each in worlds])


def _ratio(strata: pd.DataFrame, what: str) -> tuple[str, str, str]:
    ordered = strata.assign(rate=strata[what] / strata["accounts"]).sort_values("rate", kind="stable")
    ends = {name: (int(row[what]), int(row["accounts"])) for name, row in ordered.iloc[[0, -1]].iterrows()}
    (low_name, low), (high_name, high) = ends.items()
    words = [f"{name} {1000 * hits / of:.1f} per 1,000" for name, (hits, of) in ((high_name, high), (low_name, low))]
    return words[0], words[1], number(rate_ratio(high, low), 2) if high[0] else NOTHING
