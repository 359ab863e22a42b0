"""What is wrong with a lake and what to do about it: looked at, never touched.

Nothing here mends by itself. A run makes again what is torn or stale, and whatever would have to be removed is
somebody's: the next command is said, a person gives it.
"""

from collections.abc import Iterator
from datetime import date, datetime

from tasks.doctor.days import look_at_days
from tasks.doctor.finding import Finding
from tasks.doctor.partitions import look_at_partitions
from tasks.doctor.surroundings import look_around
from tasks.lake.lock import holder
from tasks.stage import Run

__all__ = ["Finding", "examine"]


def examine(run: Run, now: datetime, days: int) -> Iterator[Finding]:
    """Findings on the run's lake, whatever its day: surroundings, days, then the content of the newest partitions.

    Args:
        run: Names the lake and the settings.
        now: The time by this machine's clock (UTC).
        days: How many of the newest published days are read to the last row.
    """
    named, alive = holder(run.lake.place)
    yield from look_around(run, named if not alive else None)
    yield from look_at_days(run, _today(now), at_work=alive)
    yield from look_at_partitions(run, days)


def _today(now: datetime) -> date:
    return now.date()
