"""A change in landing goes as far as it changes anything, over stages and over days."""

import json
import shutil
from pathlib import Path
from typing import Any

from tests.stage.lakes import DAYS, SAMPLE, change_row, digests, payloads, read_lines, run_days

FIRST = DAYS[0]


def _honest(row: dict[str, Any]) -> bool:
    private = {line.split(",")[0] for line in (SAMPLE / "truth.csv").read_text().split() if line.endswith(",,private")}
    return row["metadata"]["user_api_key_user_id"] in private and row["status"] == "success"


def test_what_changes_figures_reaches_whoever_reads_them(lake: Path) -> None:
    change_row(lake, FIRST, _honest, completion_tokens=54321)
    assert run_days(lake) == {
        7: {
            "landing",
            "account_days",
            "contexts",
            "lives",
            "account_values",
            "account_words",
            "handoffs",
            "links",
            "campaigns",
            "account_draws",
            "ledger",
        },
        8: {"lives", "handoffs", "links", "campaigns", "account_draws", "ledger"},
        9: {"lives", "handoffs", "links", "campaigns", "account_draws", "ledger"},
    }


def test_what_changes_no_figure_stops_where_it_changes_nothing(lake: Path) -> None:
    before = digests(lake)
    change_row(lake, FIRST, _honest, endTime=1788999999.0)
    assert run_days(lake) == {
        7: {"landing", "account_days", "contexts", "account_values", "account_words", "handoffs", "account_draws"},
        8: {"handoffs"},
        9: {"handoffs"},
    }
    after = digests(lake)
    assert [name for name in before if before[name] != after[name]] == ["requests/2026-09-07"]


def test_what_changes_no_content_stops_at_landing(lake: Path) -> None:
    path = payloads(lake, FIRST)
    lines = read_lines(path)
    path.unlink()
    plain = path.with_name("renamed.jsonl")
    plain.write_text("".join(json.dumps(line, indent=None, separators=(",", ":")) + "\n" for line in lines))
    before = digests(lake)
    assert run_days(lake) == {7: {"landing"}, 8: set(), 9: set()}
    assert digests(lake) == before


def test_the_last_day_changes_no_day_before(lake: Path) -> None:
    change_row(lake, DAYS[2], _honest, completion_tokens=54321)
    computed = run_days(lake)
    assert computed[7] == computed[8] == set()
    stages = {"landing", "account_days", "contexts", "lives", "account_values", "account_words", "handoffs", "links"}
    stages |= {"campaigns", "account_draws", "ledger"}
    assert computed[9] == stages


def test_a_day_that_was_missing_reaches_the_days_after(lake: Path) -> None:
    before = digests(lake)
    for folder in lake.glob(f"*/dt={DAYS[1]}"):
        shutil.rmtree(folder)
    assert "campaigns" in run_days(lake, DAYS[2:])[9]
    computed = run_days(lake)
    assert computed[7] == set()
    assert "campaigns" in computed[9]
    assert digests(lake) == before
