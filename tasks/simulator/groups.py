"""Draws from a world's seed which groups of accounts there are, and what each group's habits are."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from tasks.simulator.campaigns import DISTILLATION, NEIGHBOURS
from tasks.simulator.honest import HONEST
from tasks.simulator.kinds import SPANS, WORDS, Kind, Span
from tasks.simulator.presets import Preset

_SMALLEST = 8
_STOLEN = (3, 21)


def kinds_table() -> pa.Table:
    """One row per kind and level, with the words that hold for all its groups."""
    kinds = [*HONEST, *DISTILLATION.values(), *NEIGHBOURS.values()]
    return pa.Table.from_pylist([{"row": n} | {w: getattr(k, w) for w in WORDS} for n, k in enumerate(kinds)])


def draw_groups(seed: int, preset: Preset, level: str, prevalence: float | None) -> pa.Table:
    """Draw all groups of a world.

    Args:
        seed: Another seed is another world: other shares of kinds, other habits, other campaigns.
        preset: How large the world is.
        level: careless, reported or hidden for campaigns of that level; all; none for no campaigns at all.
        prevalence: Share of the accounts that are under one hand; None: as the preset says.

    Returns:
        One row per group: `grp`, `row` (of the kinds table), `size`, and a column for each span of `Kind`.
    """
    rng = np.random.default_rng([seed, 4])
    rows = {kind: n for n, kind in enumerate([*HONEST, *DISTILLATION.values(), *NEIGHBOURS.values()])}
    sizes = _honest_sizes(rng, preset.honest) + _campaign_sizes(rng, preset, level, prevalence)
    columns: dict[str, list[np.ndarray]] = {name: [] for name in ("row", "size", *SPANS)}
    for kind, size in sizes:
        columns["row"].append(np.full(len(size), rows[kind]))
        columns["size"].append(size)
        for name in SPANS:
            low, high = _narrowed(rng, getattr(kind, name))
            columns[name].append(rng.uniform(low, high, len(size)))
    found = {name: np.concatenate(parts) for name, parts in columns.items()}
    return pa.table({"grp": np.arange(len(found["row"]))} | found)


def _honest_sizes(rng: np.random.Generator, accounts: int) -> list[tuple[Kind, np.ndarray]]:
    weights = np.array([rng.uniform(*kind.share) for kind in HONEST])
    targets = np.maximum(1, np.round(accounts * weights / weights.sum())).astype(int)
    return [
        (kind, _filling(rng, _narrowed(rng, kind.size), target)) for kind, target in zip(HONEST, targets, strict=True)
    ]


def _filling(rng: np.random.Generator, span: Span, target: int) -> np.ndarray:
    """Sizes of groups, small ones more often than large ones, that add up to `target`."""
    low, high = span
    drawn = np.exp(rng.uniform(np.log(low), np.log(high + 0.999), target)).astype(int)
    count = int(np.searchsorted(np.cumsum(drawn), target)) + 1
    sizes = drawn[:count].copy()
    sizes[-1] -= sizes.sum() - target
    return sizes


def _campaign_sizes(
    rng: np.random.Generator, preset: Preset, level: str, prevalence: float | None
) -> list[tuple[Kind, np.ndarray]]:
    if level == "none":
        return []
    total = int(rng.integers(preset.campaign[0], preset.campaign[1] + 1))
    if prevalence is not None:
        total = round(preset.honest * prevalence / (1 - prevalence))
    levels = list(DISTILLATION.values()) if level == "all" else [DISTILLATION[level]]
    if preset.one:
        return [(kind, np.array([size])) for kind, size in zip(levels, _split(rng, total, len(levels)), strict=True)]
    if level != "all":
        levels *= int(rng.integers(2, 4))
    stolen = min(total // 4, int(rng.integers(*_STOLEN)))
    neighbours = [NEIGHBOURS["reseller"], NEIGHBOURS["credit_farm"]]
    if rng.random() < 0.5:
        neighbours.reverse()
    hands = _fitting([*levels, *neighbours], total - stolen)
    sizes = [
        (kind, np.array([size])) for kind, size in zip(hands, _split(rng, total - stolen, len(hands)), strict=True)
    ]
    return [*sizes, (NEIGHBOURS["stolen_keys"], np.array([stolen]))] if stolen >= _STOLEN[0] else sizes


def _fitting(hands: Sequence[Kind], total: int) -> Sequence[Kind]:
    return hands[: max(1, total // _SMALLEST)]


def _split(rng: np.random.Generator, total: int, parts: int) -> list[int]:
    """Sizes of campaigns: uneven, none below the smallest one."""
    spare = total - _SMALLEST * parts
    sizes: list[int] = (_SMALLEST + rng.multinomial(max(0, spare), rng.dirichlet(np.full(parts, 1.5)))).tolist()
    return sizes


def _narrowed(rng: np.random.Generator, span: Span) -> Span:
    """The part of a span that this world's groups come from: half of it, round a middle of the world's own."""
    low, high = span
    middle, reach = rng.uniform(low, high), (high - low) / 4
    return max(low, middle - reach), min(high, middle + reach)
