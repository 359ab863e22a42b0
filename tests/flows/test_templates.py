"""The day's summary and a campaign's card where there is little to say."""

import json
import re
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import duckdb
import pytest

from tasks import reports
from tasks.contracts import PUBLISHED
from tasks.contracts.campaigns import CAMPAIGNS, EVIDENCE, MEMBERS
from tasks.contracts.declaration import Table
from tasks.contracts.ledger import LEDGER_CAMPAIGNS, LEDGER_TOTALS
from tasks.contracts.links import LINKS
from tasks.contracts.verdicts import VERDICTS
from tasks.lake import Lake
from tasks.lake.manifest import Manifest
from tasks.reports.cards import card, ended_cards
from tasks.stage import Outcome
from tests.stage.lakes import DAYS, day_run

DAY = date(2026, 9, 9)
RUN = day_run(Path("lake"), DAY)
WHEN = datetime(2026, 9, 9, 12, 30, tzinfo=UTC)


def _outcomes(finished: Path) -> list[Outcome]:
    found: dict[str, dict[str, Manifest]] = {}
    for table in PUBLISHED:
        partition = Lake(finished).published(table, DAYS[2])
        assert partition is not None
        found.setdefault(partition.manifest.stage, {})[table.name] = partition.manifest
    return [Outcome(stage, stage == "links", manifests, (), 1.25) for stage, manifests in found.items()]


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """The tables that a card is made of, empty."""
    found = duckdb.connect()
    found.execute("set timezone = 'UTC'")
    for table in (CAMPAIGNS, MEMBERS, EVIDENCE, LINKS, LEDGER_CAMPAIGNS, LEDGER_TOTALS):
        found.execute(f"create table {table.name} ({', '.join(f'{c.name} {c.duckdb}' for c in table.columns)})")
    history = ", ".join(f"{column.name} {column.duckdb}" for column in CAMPAIGNS.columns)
    found.execute(f"create table campaign_history ({history}, dt date)")
    said = ", ".join(f"{column.name} {column.duckdb}" for column in VERDICTS.columns)
    found.execute(f"create table verdicts ({said}, dt date)")
    return found


def _insert(con: duckdb.DuckDBPyConnection, table: Table, **values: Any) -> None:
    row = [values.get(column.name) for column in table.columns]
    con.execute(f"insert into {table.name} values ({', '.join('?' * len(row))})", row)


def _campaign(con: duckdb.DuckDBPyConnection, **values: Any) -> dict[str, Any]:
    row = {
        "campaign_id": "c-0123456789",
        "label": "stolen_keys",
        "likelihood": 0.95,
        "confidence": "low",
        "accounts": 1234,
        "requests": 1,
        "output_tokens": 0,
        "first_seen": WHEN,
        "last_seen": WHEN,
        "capabilities": [],
        "evidence_families": [],
    }
    _insert(con, CAMPAIGNS, **(row | values))
    return reports.campaign_rows(con)[0]


def test_a_day_without_campaigns(finished: Path) -> None:
    text = reports._day(RUN, [], _outcomes(finished), {}, [])
    assert text.startswith("# 2026-09-09: 0 suspected campaigns\n")
    assert "Nothing passed." in text
    assert "None" not in text
    assert f"| [links](/v2/artifacts/key/gate-{DAY}-links) | computed in 1.2 s |" in text


def test_a_day_with_one_campaign_speaks_of_one(finished: Path, con: duckdb.DuckDBPyConnection) -> None:
    text = reports._day(RUN, [_campaign(con)], _outcomes(finished), {"c-0123456789": "id"}, [])
    assert text.startswith("# 2026-09-09: 1 suspected campaign\n")
    link = "[c-0123456789](/v2/artifacts/artifact/id)"
    assert f"| {link} | stolen keys | almost certain (0.95) | low | 1,234 | 1 |" in text


def test_tables_are_apart_from_the_text_around_them(finished: Path, con: duckdb.DuckDBPyConnection) -> None:
    row = _campaign(con)
    _insert(con, EVIDENCE, campaign_id=row["campaign_id"], family="payment", signal="s", supports=True, summary="x")
    for text in (reports._day(RUN, [row], _outcomes(finished), {}, []), card(con, DAY, row)):
        lines = text.splitlines()
        for before, line in pairwise(lines):
            if line.startswith("|"):
                assert before.startswith("|") or not before, (before, line)
            if line.startswith("#"):
                assert not before, (before, line)


def test_a_card_without_anything_against(con: duckdb.DuckDBPyConnection) -> None:
    row = _campaign(con)
    _insert(
        con,
        EVIDENCE,
        campaign_id=row["campaign_id"],
        family="payment",
        signal="shared_payment",
        supports=True,
        accounts=3,
        summary="3 of its accounts <b>pay</b> | with",
    )
    _insert(con, MEMBERS, campaign_id=row["campaign_id"], account_id="acct|*1*", likelihood=0.5, first_linked=WHEN)
    text = card(con, DAY, row)
    assert "None of the innocent patterns that are looked for" in text
    assert "None " not in text.replace("None of the innocent", "")
    assert "| payment | 3 of its accounts &#60;b&#62;pay&#60;&#47;b&#62; &#124; with | 3 |" in text
    assert "| acct&#124;&#42;1&#42; | 0.50 | 2026-09-09 |" in text
    assert "That one hand uses them is **almost certain** (0.95)" in text
    assert "Attributed to nobody" in text


def test_a_card_gives_what_was_drawn_as_ranges_and_escapes_models(con: duckdb.DuckDBPyConnection) -> None:
    row = _campaign(con)
    counted = {"campaign_id": row["campaign_id"], "accounts": 30, "exchanges": 1200, "output_tokens": 90000}
    low = {"accounts_low": 20, "exchanges_low": 800, "output_tokens_low": 60000}
    moved = {"pivot_model": "new|<b>", "pivot_day": DAY, "pivot_share": 0.5, "pivot_share_low": 0.4}
    times = {"first_ts": WHEN, "last_ts": WHEN, "unpriced": 7, "list_cost": 1.5}
    _insert(con, LEDGER_TOTALS, **counted, **low, **moved, **times, items=500, new_items=0)
    _insert(con, LEDGER_CAMPAIGNS, **counted, capability="data_generation", model="m|1", items=12)
    text = card(con, DAY, row)
    assert "- accounts: 20 to 30\n- exchanges: 800 to 1,200, from 2026-09-09 to 2026-09-09\n" in text
    assert "- distinct prompts: 500, of them 0 new that day; unknown of the cells" in text
    assert "- at list price: 1.50, without 7 exchanges that have no price\n" in text
    assert "40% to 50% of its exchanges of the day after 2026-09-09, when new&#124;&#60;b&#62; first appeared" in text
    assert "| data generation | m&#124;1 | 1,200 | 90,000 | 12 |" in text


def test_a_card_with_something_against(con: duckdb.DuckDBPyConnection) -> None:
    row = _campaign(con, capabilities=["agentic_tool_use", "reasoning"], label="distillation")
    _insert(
        con,
        EVIDENCE,
        campaign_id=row["campaign_id"],
        family="identity",
        signal="s",
        supports=False,
        accounts=2,
        summary="two of them",
    )
    text = card(con, DAY, row)
    assert "| identity | two of them | 2 |" in text.split("## What speaks against it")[1]
    assert "None of the innocent" not in text
    assert "Suspected kind: **distillation**, after agentic tool use, reasoning." in text


def test_a_card_tells_the_days_newest_first(con: duckdb.DuckDBPyConnection) -> None:
    row = _campaign(con)
    for day, accounts, likelihood in ((7, 20, 0.8), (8, 1234, 0.95)):
        query = f"insert into campaign_history select * replace ({accounts} as accounts, {likelihood} as likelihood)"
        con.execute(f"{query}, date '2026-09-0{day}' as dt from campaigns")
    section = card(con, DAY, row).split("## Day by day")[1].split("##")[0]
    told = [line for line in section.splitlines() if line.startswith("| [")]
    assert told == [
        "| [2026-09-08](/v2/artifacts/key/day-2026-09-08) | 1,234 | 1 | almost certain (0.95) | low |",
        "| [2026-09-07](/v2/artifacts/key/day-2026-09-07) | 20 | 1 | very likely (0.80) | low |",
    ]


def test_a_card_gives_one_figure_where_the_surest_are_all(con: duckdb.DuckDBPyConnection) -> None:
    row = _campaign(con)
    counted = dict.fromkeys(("accounts", "accounts_low", "exchanges", "exchanges_low"), 1200)
    counted |= dict.fromkeys(("output_tokens", "output_tokens_low"), 9000)
    times = {"first_ts": WHEN, "last_ts": WHEN, "items": 5, "new_items": 0, "unpriced": 0}
    _insert(con, LEDGER_TOTALS, campaign_id=row["campaign_id"], **counted, **times)
    text = card(con, DAY, row)
    assert "- accounts: 1,200\n- exchanges: 1,200, from 2026-09-09 to 2026-09-09\n- output tokens: 9,000\n" in text


def test_a_card_opens_the_form_of_a_verdict_filled_in(con: duckdb.DuckDBPyConnection) -> None:
    row, number = _campaign(con), UUID(int=7)
    assert "Looked at it?" not in card(con, DAY, row)
    (found,) = re.findall(r"\[cleared\]\((\S+)\)", card(con, DAY, row, number))
    path, _, given = found.partition("?parameters=")
    assert path == f"/v2/deployments/deployment/{number}/run"
    assert json.loads(unquote(given)) == {"campaign": row["campaign_id"], "verdict": "cleared"}


def test_what_was_cleared_is_no_suspected_campaign_on_its_newest_card(con: duckdb.DuckDBPyConnection) -> None:
    _campaign(con)
    con.execute(f"set variable day = date '{DAY}'")
    con.execute("insert into campaign_history select *, date '2026-09-08' from campaigns")
    assert ended_cards(con, DAY) == {}
    con.execute("delete from campaigns")
    said = {"campaign_id": "c-0123456789", "verdict": "cleared", "who": "staff 17", "why": "a <b>class</b>"}
    assert "A person cleared it" not in ended_cards(con, DAY)["c-0123456789"]
    row = [{**said, "accounts": ["a", "b"]}.get(column.name) for column in VERDICTS.columns]
    con.execute(f"insert into verdicts values ({', '.join('?' * len(row))}, date '{DAY}')", row)
    text = ended_cards(con, DAY)["c-0123456789"]
    assert text.startswith("# No suspected campaign any more: c-0123456789\n\nAt the end of 2026-09-09 nobody is")
    assert "A person cleared it." in text
    assert f"| {DAY} | cleared | 2 | staff 17 | a &#60;b&#62;class&#60;&#47;b&#62; |" in text
    assert "| [2026-09-08](/v2/artifacts/key/day-2026-09-08) | 1,234 | 1 |" in text


def test_likelihood_and_confidence_are_never_in_one_sentence(con: duckdb.DuckDBPyConnection) -> None:
    text = card(con, DAY, _campaign(con))
    assert not [s for s in text.replace("\n", " ").split(". ") if "almost certain" in s and "onfidence" in s]
