"""A day of a finished lake as it is just before it is published: every table staged, none of them published."""

from datetime import date
from pathlib import Path

from tasks.contracts import PUBLISHED


def unpublish(lake: Path, day: date) -> None:
    """Move the day's partitions back into staging: the next run finds every stage up to date and has to publish."""
    staged = lake / "_staging" / f"dt={day}"
    staged.mkdir(parents=True)
    for table in PUBLISHED:
        (lake / table.name / f"dt={day}").rename(staged / table.name)
