"""All days of a lake with their state, and the newest backfills: the artifact `days`."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from tasks.contracts.backfills import BACKFILLS
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.contracts.landing import LANDING_REQUESTS
from tasks.contracts.requests import REQUESTS
from tasks.counted import counted
from tasks.day_state import day_state
from tasks.escape import Trusted
from tasks.reports.links import artifact_link
from tasks.reports.templates import TEMPLATES
from tasks.stage import Run, Stage, all_to_date, sql
from tasks.stage.connection import connection, open_inputs, rows

_MOST_DAYS = 60
_STATES = {
    "published": "is up to date",
    "stale": "what it was made from has changed since, or the code or the settings have",
    "refused": "a gate refused it; what was published before stays",
    "waiting": "would newly suspect more than passes unasked, and has no person's word to be published: its page asks",
    "begun": "its run did not end",
    "landed": "was never published",
}


@task(task_run_name="List the days", cache_policy=NO_CACHE, persist_result=False)
def list_days(run: Run, stages: Iterable[Stage]) -> None:
    """Leave the artifact `days`: the newest sixty days of the lake, the newest first.

    Args:
        run: A run on the lake; its day does not matter.
        stages: The stages that a day that is up to date has been through.
    """
    days = _days(run)[:_MOST_DAYS]
    with connection(run.lake, run.settings) as con:
        open_inputs(con, run.lake, (all_to_date(CAMPAIGNS), all_to_date(BACKFILLS)), date.max)
        found = {row["dt"]: row for row in rows(con, sql(__file__, "day_campaigns"))}
        backfills = rows(con, sql(__file__, "last_backfills"))
    stages = tuple(stages)
    table = [_row(run, day, stages, found.get(day, {})) for day in days]
    stale = sorted(row["date"] for row in table if row["state"] == "stale")
    create_markdown_artifact(
        key="days",
        markdown=TEMPLATES.get_template("days.md.j2").render(
            days=table, lake=run.lake, stale=stale, states=_STATES, backfills=backfills
        ),
        description=_counted(row["state"] for row in table),
    )


def _days(run: Run) -> list[date]:
    known = {*run.lake.published_days(LANDING_REQUESTS), *run.lake.published_days(CAMPAIGNS)}
    return sorted(known, reverse=True)


def _counted(states: Iterable[str]) -> str:
    counts = Counter(states)
    return f"{counted(counts.total(), 'day')}: " + ", ".join(
        f"{counts[state]} {state}" for state in _STATES if state in counts
    )


def _page(day: date, state: str) -> object:
    """The day, linked to its page; one that no run has looked at, or whose run did not end, has none."""
    if state in ("landed", "begun"):
        return day
    return artifact_link(f"approval-{day}" if state == "waiting" else f"day-{day}", day)


def _row(run: Run, day: date, stages: tuple[Stage, ...], campaigns: dict[str, Any]) -> dict[str, Any]:
    requests = run.lake.published(REQUESTS, day)
    state = day_state(Run(run.lake, run.settings, day), stages)
    return {
        "date": day,
        "day": _page(day, state),
        "state": state,
        "requests": f"{requests.manifest.rows:,}" if requests else "",
        "campaigns": artifact_link(f"campaigns-{day}", campaigns["campaigns"]) if campaigns else Trusted(""),
        "accounts": f"{campaigns['accounts']:,}" if campaigns else "",
    }
