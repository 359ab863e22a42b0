"""A suspected campaign's card: what speaks for it and against it, its days, its ties, its accounts."""

from datetime import date
from typing import Any
from uuid import UUID

import duckdb

from tasks.contracts.verdicts import WORDS
from tasks.escape import Trusted
from tasks.likelihood import likelihood_in_words
from tasks.reports.draws import drawn_in_all, draws_of
from tasks.reports.graph import mermaid
from tasks.reports.links import artifact_link, form_link
from tasks.reports.templates import TEMPLATES
from tasks.stage import sql
from tasks.stage.connection import rows

_MOST_MEMBERS = 20


def card(con: duckdb.DuckDBPyConnection, day: date, campaign: dict[str, Any], forms: UUID | None = None) -> str:
    """The card of one campaign of the view `campaigns`, as Markdown.

    Args:
        con: A connection with the views that the queries beside this file read.
        day: The day at whose end it is known so.
        campaign: Its row, as `tasks.reports.campaign_rows` gives it.
        forms: The deployment whose form takes verdicts, if there is one to link to.
    """
    name = {"campaign": campaign["campaign_id"]}
    evidence = rows(con, "select * from evidence where campaign_id = $campaign order by family, signal", name)
    members = rows(
        con,
        "select * from members where campaign_id = $campaign "
        f"order by likelihood desc, account_id limit {_MOST_MEMBERS}",
        name,
    )
    ties = con.execute(sql(__file__, "graph"), name).fetchall()
    return TEMPLATES.get_template("campaign.md.j2").render(
        day=day,
        c=campaign,
        supporting=[row for row in evidence if row["supports"]],
        opposing=[row for row in evidence if not row["supports"]],
        members=[
            {
                **row,
                "likelihood": f"{row['likelihood']:.2f}",
                "first_linked": f"{row['first_linked']:%Y-%m-%d}",
            }
            for row in members
        ],
        shown=len(members),
        graph=mermaid(ties),
        drawn=drawn_in_all(con, campaign["campaign_id"]),
        draws=draws_of(con, campaign["campaign_id"]),
        forms=forms and {word: form_link(forms, word, {**name, "verdict": word}) for word in WORDS},
        **_so_far(con, name),
    )


def ended_cards(con: duckdb.DuckDBPyConnection, day: date) -> dict[str, str]:
    """By its id, the last word on each campaign that was there the published day before, or judged, and is no more.

    Without it the newest version of its card would accuse on, whatever a person has said since.
    """
    cards = {}
    for (campaign,) in con.execute(sql(__file__, "ended")).fetchall():
        told = _so_far(con, {"campaign": campaign})
        cards[campaign] = TEMPLATES.get_template("ended.md.j2").render(
            campaign=campaign,
            day=day,
            page=artifact_link(f"day-{day}", day),
            cleared=bool(told["verdicts"]) and told["verdicts"][0]["verdict"] == "cleared",
            **told,
        )
    return cards


def _so_far(con: duckdb.DuckDBPyConnection, name: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    """What people said of it, and its days."""
    history = [
        {
            "day": artifact_link(f"day-{row['day']}", row["day"]),
            "accounts": f"{row['accounts']:,}",
            "requests": f"{row['requests']:,}",
            "words": Trusted(f"{likelihood_in_words(row['likelihood'])} ({row['likelihood']:.2f})"),
            "confidence": row["confidence"],
        }
        for row in rows(con, sql(__file__, "history"), name)
    ]
    return {"verdicts": rows(con, sql(__file__, "verdicts"), name), "history": history}
