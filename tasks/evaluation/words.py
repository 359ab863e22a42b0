"""Figures as they stand in the tables."""

from collections.abc import Iterable, Sequence

import numpy as np

from tasks.evaluation.metrics import Interval

NOTHING = "-"


def share(found: Interval) -> str:
    """A proportion with its interval: `.93 (.90-.95)`."""
    return f"{_short(found.value)} ({_short(found.low)}-{_short(found.high)})" if known(found.value) else NOTHING


def number(found: Interval, digits: int = 1) -> str:
    """A mean or a rate with its interval: `1.4 (0.9-2.2)`."""
    if not known(found.value):
        return NOTHING
    return f"{found.value:.{digits}f} ({found.low:.{digits}f}-{found.high:.{digits}f})"


def per_thousand(found: Interval) -> str:
    """A proportion as so many in a thousand, with its interval."""
    return number(Interval(1000 * found.value, 1000 * found.low, 1000 * found.high))


def known(value: float) -> bool:
    """Whether there is anything to say."""
    return not np.isnan(value)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    ruled = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in ruled)


def _short(value: float) -> str:
    """Three digits near certainty, else two: `.997`, `.93`, `1`, `0`."""
    text = f"{value:.3f}" if 0.98 < value < 1 or 0 < value < 0.02 else f"{value:.2f}"
    return text.removeprefix("0") if float(text) not in (0.0, 1.0) else ("1" if float(text) else "0")
