"""The page on the content test: docs/content.md."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tasks.evaluation.content.measure import OURS, SHARES, areas
from tasks.evaluation.metrics import bootstrap, wilson
from tasks.evaluation.words import NOTHING, share, table

_PAGES = Environment(  # noqa: S701 - Markdown from figures and names of our own
    loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, trim_blocks=True
)
_HEADINGS = [f"{part:.0%}" for part in SHARES]
# At which the test says that there is one queue.
_LEVEL = 0.01


def content_page(scores: pd.DataFrame, command: str, seconds: float) -> str:
    """Render what `score_groups` found as Markdown."""
    against = {kind: areas(scores, kind) for kind in ("people", "evaluators")}
    turned = turned_round(against["people"])
    for found in against.values():
        found["auc"] = found["auc"].where(~found["method"].isin(turned), 1 - found["auc"])
    own = {kind: found[found["method"] == OURS] for kind, found in against.items()}
    tested = scores[scores["method"] == OURS]
    return _PAGES.get_template("content.md.j2").render(
        command=command,
        groups=f"{len(tested):,}",
        seconds=f"{seconds / len(tested):.1f}",
        level=_LEVEL,
        turned=" and ".join(turned),
        people=_by(against["people"], "method"),
        evaluators=_by(against["evaluators"], "method"),
        corpora=_by(own["people"], "corpus"),
        corpora_evaluators=_by(own["evaluators"], "corpus"),
        sizes=_by(_sized(own["people"]), "size"),
        sizes_evaluators=_by(_sized(own["evaluators"]), "size"),
        told=_told(tested),
    )


def turned_round(people: pd.DataFrame) -> list[str]:
    """Peers that tell campaigns from people better the other way round, all shares together."""
    mean = people[people["method"] != OURS].groupby("method", sort=False)["auc"].mean()
    return [str(method) for method in mean.index[mean < 0.5]]


def _sized(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(size=[f"{one} x {each}" for one, each in zip(found["accounts"], found["prompts"], strict=True)])


def _by(found: pd.DataFrame, name: str) -> str:
    """A row for each `name`, a column for each share: the mean AUC over folds, sizes and corpora with its interval."""
    rows = [
        [f"**{OURS}**" if key == OURS else str(key), *_cells(part.groupby("share")["auc"].agg(list).to_dict())]
        for key, part in found.groupby(name, sort=False)
    ]
    return table([name, *_HEADINGS], rows)


def _cells(values: Mapping[object, list[float]]) -> Iterable[str]:
    return [share(bootstrap(values[part])) if part in values else NOTHING for part in SHARES]


def _told(tested: pd.DataFrame) -> str:
    rows = []
    sorts = tested["kind"].where(tested["kind"] != "campaign", "campaign, " + tested["share"].map("{:.0%}".format))
    for sort, found in tested.groupby(sorts, sort=False):
        rows.append([str(sort), str(len(found)), share(wilson(int((found["p_value"] <= _LEVEL).sum()), len(found)))])
    return table(["groups", "number", "told as one queue"], rows)
