"""The stages of a day in their order; what has been done of them, and what another day's change makes stale."""

from tasks.account_days import account_days
from tasks.campaigns import campaigns
from tasks.decisions import decisions
from tasks.landing import landing
from tasks.links import account_values, handoffs, links
from tasks.stage import Outcome, Run, Stage

STAGES: tuple[Stage, ...] = (landing, account_days, account_values, handoffs, links, campaigns, decisions)

LONGEST_LOOKBACK = max(stage.lookback_days for stage in STAGES)


def up_to_date(run: Run) -> list[Outcome] | None:
    """The outcomes of a day on which nothing has to be done, or None if anything has."""
    if run.lake.staged_anything(run.day):
        return None
    outcomes: list[Outcome] = []
    for stage in STAGES:
        outcome = stage.up_to_date(run)
        if outcome is None:
            return None
        outcomes.append(outcome)
    return outcomes
