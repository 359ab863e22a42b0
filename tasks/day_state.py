"""What has come of a day: for the page of all days, and for a backfill that looks whether one has to be run."""

from collections.abc import Iterable

from tasks.approvals import weigh
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.stage import Run, Stage


def day_state(run: Run, stages: Iterable[Stage]) -> str:
    """What has come of a day, in a word of those that the page explains."""
    lake = run.lake
    if lake.refused_anything(run.day):
        return "refused"
    if lake.staged_anything(run.day):
        asked = weigh(run)
        return "waiting" if asked and asked.over else "begun"
    if lake.published(CAMPAIGNS, run.day) is None:
        return "landed"
    return "stale" if any(stage.stale(run) for stage in stages) else "published"
