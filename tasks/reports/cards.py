"""A suspected campaign's card: what speaks for it and against it, its days, its ties, its accounts."""

from datetime import date
from typing import Any

import duckdb

from tasks.reports.draws import drawn_in_all, draws_of
from tasks.reports.escape import Trusted
from tasks.reports.graph import mermaid
from tasks.reports.links import artifact_link
from tasks.reports.templates import TEMPLATES
from tasks.reports.words import likelihood_in_words
from tasks.stage import sql
from tasks.stage.connection import rows

_MOST_MEMBERS = 20


def card(con: duckdb.DuckDBPyConnection, day: date, campaign: dict[str, Any]) -> str:
    """The card of one campaign of the view `campaigns`, as Markdown.

    Args:
        con: A connection with the views that the queries beside this file read.
        day: The day at whose end it is known so.
        campaign: Its row, as `tasks.reports.campaign_rows` gives it.
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
    verdicts = rows(con, sql(__file__, "verdicts"), name)
    history = rows(con, sql(__file__, "history"), name)
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
        verdicts=verdicts,
        drawn=drawn_in_all(con, campaign["campaign_id"]),
        draws=draws_of(con, campaign["campaign_id"]),
        history=[
            {
                "day": artifact_link(f"day-{row['day']}", row["day"]),
                "accounts": f"{row['accounts']:,}",
                "requests": f"{row['requests']:,}",
                "words": Trusted(f"{likelihood_in_words(row['likelihood'])} ({row['likelihood']:.2f})"),
                "confidence": row["confidence"],
            }
            for row in history
        ],
    )
