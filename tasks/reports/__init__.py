"""What a person sees of a day in the Prefect UI: a summary, the day's campaigns, a card for each of them.

Artifacts have stable keys, so that each key's page is a history: `day-DAY`, `latest`, `campaigns-DAY`, `campaign-ID`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import duckdb
from prefect import task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from tasks.contracts.campaigns import CAMPAIGNS, EVIDENCE, MEMBERS
from tasks.contracts.ledger import LEDGER_CAMPAIGNS, LEDGER_TOTALS
from tasks.contracts.links import LINKS
from tasks.contracts.verdicts import VERDICTS
from tasks.errors import GateRefusedError
from tasks.escape import Trusted, markdown, visible
from tasks.likelihood import likelihood_in_words
from tasks.reports.cards import card, ended_cards
from tasks.reports.links import artifact_link, deployment, version_link
from tasks.reports.templates import TEMPLATES
from tasks.stage import Outcome, Run, all_to_date, today
from tasks.stage.connection import connection, open_inputs, rows
from tasks.stage.reads import Read

_MOST_CARDS = 100
_READS = (
    *(today(table) for table in (CAMPAIGNS, MEMBERS, EVIDENCE, LINKS, LEDGER_CAMPAIGNS, LEDGER_TOTALS)),
    all_to_date(VERDICTS),
    Read(CAMPAIGNS, "campaign_history", ever=True),
)


@task(task_run_name="Write the cards, {run.day}", cache_policy=NO_CACHE, persist_result=False)
def report(run: Run, outcomes: list[Outcome], without: Sequence[date]) -> list[dict[str, Any]]:
    """Leave the day's artifacts; gives the campaigns as rows of plain values.

    Args:
        run: The day's run.
        outcomes: How its stages ended.
        without: Landed days that the day looks back to and found nothing of.
    """
    with connection(run.lake, run.settings) as con:
        open_inputs(con, run.lake, _READS, run.day)
        campaigns, forms = campaign_rows(con), deployment("verdict/verdict")
        cards = {
            row["campaign_id"]: create_markdown_artifact(
                key=f"campaign-{row['campaign_id']}",
                markdown=card(con, run.day, row, forms),
                description=f"Suspected campaign {row['campaign_id']} as known at the end of {run.day}",
            )
            for row in campaigns[:_MOST_CARDS]
        }
        for name, text in ended_cards(con, run.day).items():
            create_markdown_artifact(
                key=f"campaign-{name}", markdown=text, description=f"No suspected campaign at the end of {run.day}"
            )
        create_table_artifact(
            key=f"campaigns-{run.day}",
            table=[{name: visible(str(value)) for name, value in row.items()} for row in campaigns],
            description=f"Suspected campaigns as known at the end of {run.day}",
        )
        page = _day(run, campaigns, outcomes, cards, without)
        # `latest` is the newest day, not the one that was run last.
        newest = run.day == max(run.lake.published_days(CAMPAIGNS))
        for key in (f"day-{run.day}", "latest") if newest else (f"day-{run.day}",):
            create_markdown_artifact(key=key, markdown=page, description=f"Summary of {run.day}")
    return campaigns


@task(task_run_name="Tell that {run.day} was refused", cache_policy=NO_CACHE, persist_result=False)
def report_refusal(run: Run, error: GateRefusedError) -> None:
    """Leave a page for a day that has none of its own because a gate refused it."""
    text = TEMPLATES.get_template("refused.md.j2").render(
        day=run.day,
        gate=_gate(run.day, error.gate),
        broken=[verdict for verdict in error.verdicts if verdict.word == "FAIL"],
        seen=error.seen,
        again=error.again,
        lake=run.lake,
        days=artifact_link("days"),
    )
    create_markdown_artifact(key=f"day-{run.day}", markdown=text, description=f"{run.day} was refused")


def campaign_rows(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The campaigns of the view `campaigns`, the largest first, ready to print."""
    found = rows(con, "select * from campaigns order by accounts desc, campaign_id")
    return [
        {
            "campaign_id": row["campaign_id"],
            "label": row["label"].replace("_", " "),
            "words": likelihood_in_words(row["likelihood"]),
            "likelihood": f"{row['likelihood']:.2f}",
            "confidence": row["confidence"],
            "accounts": f"{row['accounts']:,}",
            "requests": f"{row['requests']:,}",
            "output_tokens": f"{row['output_tokens']:,}",
            "first_seen": _minute(row["first_seen"]),
            "last_seen": _minute(row["last_seen"]),
            "capabilities": ", ".join(name.replace("_", " ") for name in row["capabilities"]),
            "families": ", ".join(row["evidence_families"]),
        }
        for row in found
    ]


def silent_families(outcomes: list[Outcome]) -> dict[str, int]:
    """The families of evidence for which no row of the last fortnight carried what they need."""
    notes = (manifest.notes for outcome in outcomes for manifest in outcome.manifests.values())
    return next((each["silent_families"] for each in notes if "silent_families" in each), {})


def _day(
    run: Run,
    campaigns: list[dict[str, Any]],
    outcomes: list[Outcome],
    cards: Mapping[str, object],
    without: Sequence[date],
) -> str:
    by_stage = {outcome.stage: outcome for outcome in outcomes}
    manifests = {name: each for outcome in outcomes for name, each in outcome.manifests.items()}
    landed, grouped = manifests["requests"], manifests["campaigns"]
    stages = [
        {
            "name": outcome.stage.replace("_", " "),
            "ended": f"computed in {outcome.seconds:.1f} s" if outcome.computed else "up to date",
            "rows": ", ".join(f"{name} {each.rows:,}" for name, each in outcome.manifests.items()),
            "gate": _gate(run.day, outcome.stage),
        }
        for outcome in by_stage.values()
    ]
    return TEMPLATES.get_template("day.md.j2").render(
        list=_counts,
        link=artifact_link,
        day=run.day,
        lake=run.lake,
        without=without,
        campaigns=campaigns,
        cards={name: version_link(number, name) for name, number in cards.items()},
        facts={name: round(value) for name, value in landed.facts.items()},
        rows={name: each.rows for name, each in manifests.items()},
        held_back=grouped.notes.get("held_back", {}),
        silent=silent_families(outcomes),
        quarantined=landed.notes.get("quarantined", {}),
        dropped=landed.notes.get("dropped_values", {}),
        unknown=landed.notes.get("unknown_columns", {}),
        hubs=manifests["links"].notes.get("hubs", {}),
        stages=stages,
    )


def _gate(day: date, stage: str) -> Trusted:
    return artifact_link(f"gate-{day}-{stage.replace('_', '-')}", stage.replace("_", " "))


def _counts(title: str, counts: dict[str, int]) -> Trusted:
    """A section that lists what was counted, or nothing."""
    items = "".join(f"- {markdown(name.replace('_', ' '))}: {count:,}\n" for name, count in counts.items())
    return Trusted(f"## {title}\n\n{items}" if items else "")


def _minute(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"
