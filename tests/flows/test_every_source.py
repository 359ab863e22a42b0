"""The whole day runs on what each source's producer wrote, from the landed file to what is decided."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.daily import daily
from tasks.contracts import PUBLISHED
from tasks.contracts.requests import REQUESTS
from tasks.lake import Lake
from tests.landing.build import DAY, lines, put
from tests.sources.bedrock_invocations.build import CALLS, logged
from tests.stage.lakes import DAYS, land

_RECORDED = date(2026, 11, 22)
_SOURCES = Path(__file__).parents[1] / "sources"


def _put(root: Path, room: str, files: dict[str, str], kind: str = "requests") -> date:
    for name, target in files.items():
        put(root, target, (_SOURCES / room / "recorded" / name).read_bytes(), kind, _RECORDED)
    return _RECORDED


def _litellm(root: Path) -> date:
    land(root)
    return DAYS[0]


def _spend_logs(root: Path) -> date:
    _put(root, "litellm_spend_logs", {"users.csv.zst": "users.csv.zst", "keys.csv.zst": "keys.csv.zst"}, "accounts")
    return _put(root, "litellm_spend_logs", {"spend_logs.csv.zst": "spend_logs.csv.zst"})


def _otel(root: Path) -> date:
    return _put(root, "otel_genai", {"genai/edge.jsonl": "edge.jsonl", "genai/gateway.jsonl": "gateway.jsonl"})


def _bedrock(root: Path) -> date:
    put(root, "log.json", lines([logged(label, label) for label in CALLS]))
    return DAY


def _new_api(root: Path) -> date:
    _put(root, "new_api_logs", {"one_api_users.csv": "users.csv"}, "accounts")
    return _put(root, "new_api_logs", {"one_api_logs.csv": "logs.csv"})


CASES: dict[str, Callable[[Path], date]] = {
    "litellm_payload": _litellm,
    "litellm_spend_logs": _spend_logs,
    "otel_genai": _otel,
    "bedrock_invocations": _bedrock,
    "new_api_logs": _new_api,
}


@pytest.mark.parametrize("source", CASES)
def test_a_day_of_it_is_published(server: str, finished_key: None, tmp_path: Path, source: str) -> None:
    root = tmp_path / "lake"
    day = CASES[source](root)
    state = daily(root, day, return_state=True)
    assert state.is_completed(), state.message
    lake = Lake(root)
    assert all(lake.published(table, day) for table in PUBLISHED)
    requests = lake.published(REQUESTS, day)
    assert requests
    assert set(pq.read_table(requests.path, columns=["source"], partitioning=None)["source"].to_pylist()) == {source}
    assert requests.manifest.facts["unreconciled_rows"] == 0
