"""Days as a calendar: which are missing, waiting, refused, or not yet come."""

from collections.abc import Iterator
from datetime import date, timedelta

from tasks.contracts.campaigns import CAMPAIGNS
from tasks.contracts.landing import LANDING_REQUESTS
from tasks.doctor.finding import Finding
from tasks.errors import run_again
from tasks.stage import Run


def look_at_days(run: Run, today: date, *, at_work: bool) -> Iterator[Finding]:
    """Findings on days; what is staged is nobody's orphan while a run is at work."""
    published, landed = set(run.lake.published_days(CAMPAIGNS)), set(run.lake.published_days(LANDING_REQUESTS))
    refused = set(run.lake.days("_refused"))
    staged = {day for day in run.lake.days("_staging") if run.lake.files(f"_staging/dt={day}")}
    for day in sorted(published | landed):
        if day > today:
            seen = f"it is not over, by this machine's clock ({today})"
            yield Finding("future", str(day), seen, "Set the clock, or look why that day landed")
    for day in sorted(refused):
        then = f"Put the source right and run again: {run_again(run.lake, day)}"
        yield Finding("refused", str(day), f"what a gate refused lies in _refused/dt={day}", then)
    for day in sorted(staged - refused) if not at_work else ():
        seen = "work of it is staged and not published: its run was stopped, or waits for a person's word"
        yield Finding("unfinished", str(day), seen, f"Go on with it: {run_again(run.lake, day)}")
    yield from _missing(run, sorted(landed - published - refused - staged), sorted(published), landed)


def _missing(run: Run, unpublished: list[date], published: list[date], landed: set[date]) -> Iterator[Finding]:
    for day in unpublished:
        then = f"Run it: {run_again(run.lake, day)}"
        yield Finding("missing", str(day), "requests landed and nothing is published", then)
    if not published:
        return
    span = (published[-1] - published[0]).days
    for day in (published[0] + timedelta(days=number) for number in range(1, span)):
        if day not in published and day not in landed:
            where = f"landing/requests/dt={day}"
            then = f"Deliver it there, then run: {run_again(run.lake, day)}"
            yield Finding("missing", str(day), "nothing landed between days that are published", f"{then} ({where})")
