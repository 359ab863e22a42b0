"""The page that says how well it works: docs/evaluation.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tasks.evaluation.nulls import null
from tasks.evaluation.observe import Observed
from tasks.evaluation.tables import (
    dealt_table,
    kinds_table,
    methods_table,
    reliability_lines,
    removal_table,
    strata_table,
)

_PAGES = Environment(  # noqa: S701 - Markdown from figures and names of our own
    loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True, kw_only=True)
class Findings:
    """All that the page shows.

    Attributes:
        command: what makes the page again.
        days: of each world.
        seen: the worlds with campaigns.
        methods: names of those that ran.
        missing: why the others did not.
        removed: what was seen of the same worlds without a family of columns.
        empty: what was seen of worlds without any campaign; None: there were none.
    """

    command: str
    days: int
    seen: Observed
    methods: Sequence[str]
    missing: Mapping[str, str]
    removed: Mapping[str, Observed]
    empty: Observed | None


def page(found: Findings, real: Sequence[str]) -> str:
    """Render `found`, and paragraphs on real data, as Markdown."""
    counts = found.seen.population.groupby("world").size()
    accounts = f"{counts.min():,}" if counts.min() == counts.max() else f"{counts.min():,} to {counts.max():,}"
    return _PAGES.get_template("evaluation.md.j2").render(
        command=found.command,
        worlds=len(counts),
        accounts=accounts,
        days=found.days,
        methods=methods_table(found.seen, found.methods),
        missing=found.missing,
        reliability=reliability_lines(found.seen),
        kinds=kinds_table(found.seen),
        removal=removal_table({"nothing": found.seen, **found.removed}),
        strata=strata_table(found.seen),
        null=_null(found.empty) if found.empty else None,
        dealt=dealt_table(found.empty) if found.empty else None,
        real="\n\n".join(real),
    )


def _null(empty: Observed) -> str:
    found = null(empty.candidates)
    worlds, published = empty.population["world"].nunique(), len(empty.published)
    tenths = ", ".join(map(str, found.histogram))
    return (
        f"{worlds} worlds, {len(empty.population):,} honest accounts: {published} suspected campaigns published. "
        f"Of the groups held back {found.groups} have a p-value and {found.untested} were too small or too alike to be "
        f"tested. P-values in tenths from 0 to 1: {tenths}. At or below .05: {found.below[0.05]:.3f}, at or below .01: "
        f"{found.below[0.01]:.3f}."
    )
