"""What producers really wrote, in rows: of every source, moved to the tests' day, with texts that must not get out."""

import gzip
import io
import json
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.landing.build import DAY, Row, account, request, said
from tests.sources.bedrock_invocations.build import CALLS, logged
from tests.sources.cloudtrail.test_trail import event
from tests.sources.litellm_spend_logs.build import RECORDED as LITELLM
from tests.sources.litellm_spend_logs.build import Exports
from tests.sources.new_api_logs.build import AT, FOLDER, RECORDED_DAY, billed, failed, user
from tests.sources.otel_genai.build import RECORDED as PRODUCERS
from tests.sources.otel_genai.build import files

# Planted wherever a producer writes what people said, and how they can be reached.
TEXT = "Tell me of the zq0eel and leave nothing out"
MAIL = "Zq1ann@Mail.Example"
PHONE = "+15555551777"
SAID, CONTACTS = ("zq0eel",), ("zq1ann", "15555551777")

_WHERE_SAID = re.compile(r"(content|prompt|input|text|inputText|system|instructions|preamble|message|value|messages)$")
EXPORTS = Exports(LITELLM)
_ROWS = 2
_SPANS = 2


@dataclass(frozen=True)
class Seed:
    """Rows of one source, of landing table `kind`; `table` has them with the types of a recorded Parquet file."""

    name: str
    kind: str
    rows: tuple[Row, ...] = field(repr=False)
    table: Any = field(default=None, repr=False)


@cache
def seeds() -> tuple[Seed, ...]:
    """All of them, by what they are called in a failure."""
    return tuple(Seed(name, kind, tuple(planted(row) for row in rows), table) for name, kind, rows, table in _real())


@cache
def by_source() -> tuple[tuple[Seed, ...], ...]:
    """Those of one source are as likely as those of another, however many there are."""
    found: dict[str, list[Seed]] = {}
    for seed in seeds():
        found.setdefault("otel" if "/" in seed.name else seed.name, []).append(seed)
    return tuple(map(tuple, found.values()))


def _real() -> Iterator[tuple[str, str, Iterable[Row], Any]]:
    yield from _contract()
    yield from _litellm()
    yield "bedrock", "requests", [logged(f"b-{name}", name) for name in sorted(CALLS)[:_ROWS]], None
    yield "cloudtrail", "requests", [{"Records": [event(f"b-{name}") for name in sorted(CALLS)[:_ROWS]]}], None
    yield "new_api", "requests", [billed(1), failed(2), billed(3, ip="8.8.8.8")], None
    yield "new_api_users", "accounts", [user(11), user(12, inviter_id=11), user(1, role=100)], None
    for name in ("one_api_logs.json", "one_api_logs.jsonl"):
        yield name, "requests", _moved(_json(FOLDER / name)), None
    for folder in sorted(PRODUCERS.glob("*/")):
        for name, text in files(folder).items():
            yield f"{folder.name}/{name}", "requests", [_few_spans(json.loads(text))], None
    yield "otel_metrics", "requests", [{"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "x"}]}]}]}], None
    mapped = {"customer": "c-1", "mail": MAIL, "tel": PHONE, "land": "Deutschland", "since": "01.08.2026 10:00"}
    yield "mapped", "accounts", [mapped, mapped | {"customer": "c-2", "land": "?"}], None


def _contract() -> Iterator[tuple[str, str, Iterable[Row], Any]]:
    asked = said("a", role="system") + said("b") + said("c", role="assistant") + said("d")
    edge = {"ip": "8.8.8.8", "user_agent": "curl/8", "tls_fingerprint": "t13d", "tool_count": 1, "stream": True}
    yield "contract", "requests", [request("c-1", messages=asked, **edge), request("c-2"), request("c-2")], None
    known = account("c-1", email=MAIL, phone=PHONE, declared_country="DE", verified_at="2026-08-02T00:00:00Z")
    yield "accounts", "accounts", [known, account("c-2", signup_ip="8.8.8.8", plan="pro")], None
    day = f"dt={DAY}"
    sample = Path(__file__).parents[2] / "data" / "sample" / "landing"
    table = pq.read_table(sample / "accounts" / day / "accounts.parquet", partitioning=None).slice(0, _ROWS)
    yield "sample accounts", "accounts", json.loads(json.dumps(table.to_pylist(), default=str)), table
    yield "sample actions", "actions", _json(sample / "actions" / day / "actions.jsonl"), None
    payloads = gzip.decompress((sample / "requests" / day / "payloads.jsonl.gz").read_bytes())
    yield "sample payloads", "requests", [json.loads(line) for line in payloads.splitlines()[:_ROWS]], None
    put_right = {"landing_table": "requests", "file": "0.jsonl", "row": 1, "status": "200", "request_id": "right"}
    yield "corrections", "corrections", [put_right, put_right | {"file": "1.csv", "row": 2}], None


def _litellm() -> Iterator[tuple[str, str, Iterable[Row], Any]]:
    for name, kind in (("spend_logs", "requests"), ("users", "accounts"), ("keys", "accounts")):
        table = _on_the_day(pq.read_table(LITELLM / f"{name}.parquet").slice(0, _ROWS))
        yield name, kind, _on_day(json.dumps(EXPORTS.rows(name)[:_ROWS])), table
    for key, content in sorted(_bucket().items())[:2]:
        yield f"bucket {key[-5:]}", "requests", _on_day(f"[{content.decode().splitlines()[0]}]"), None


def _bucket() -> dict[str, bytes]:
    archive = tarfile.open(fileobj=io.BytesIO(EXPORTS.unpacked("bucket.tar.zst")))  # noqa: SIM115 - of memory
    return {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]


def _json(path: Path) -> list[Row]:
    text = path.read_text()
    rows: list[Row] = json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]
    return rows[:_ROWS]


def _on_day(text: str) -> list[Row]:
    """LiteLLM's rows, with the day on which they were recorded made the tests'."""
    rows: list[Row] = json.loads(text.replace(str(EXPORTS.day), str(DAY)))
    return rows


def _on_the_day(table: Any) -> Any:
    away = pa.scalar(DAY - EXPORTS.day)
    for place, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type):
            moved = pc.add(table[column.name], away).cast(column.type)
            table = table.set_column(place, column.name, moved)
        elif column.name in ("messages", "proxy_server_request", "response"):
            texts = [each and json.dumps(planted(json.loads(each))) for each in table[column.name].to_pylist()]
            table = table.set_column(place, column.name, pa.array(texts, column.type))
        elif column.name == "user_email":
            table = table.set_column(place, column.name, pa.array([MAIL] * len(table), column.type))
    return table


def _moved(rows: list[Row]) -> list[Row]:
    away = (DAY - RECORDED_DAY).days * 86_400
    return [row | {"created_at": row["created_at"] + away} for row in rows] or [billed(1, created_at=AT)]


def _few_spans(line: Row) -> Row:
    """A Collector's line is long; some of its spans tell as much."""
    for resources, scopes, spans in (
        ("resourceSpans", "scopeSpans", "spans"),
        ("resourceLogs", "scopeLogs", "logRecords"),
    ):
        for resource in line.get(resources, []):
            for scope in resource[scopes]:
                scope[spans] = scope[spans][:_SPANS]
    return line


def planted(value: Any, name: str = "") -> Any:
    """`value` with every text that people wrote and every address replaced by a planted one."""
    if isinstance(value, dict):
        # The attribute of a span stands as a key beside its value.
        attribute = value.get("key") if isinstance(value.get("key"), str) else None
        inner = {key: name if key.endswith("Value") else key for key in value} | {"value": attribute or "value"}
        return {key: planted(each, inner[key]) for key, each in value.items()}
    if isinstance(value, list):
        return [planted(each, name) for each in value]
    if not isinstance(value, str) or not value:
        return value
    if value[0] in "[{":
        return _planted_inside(value, name)
    if re.search(r"e?mail$", name):
        return MAIL
    if re.search(r"phone$", name):
        return PHONE
    return TEXT if _WHERE_SAID.search(name) else value


def _planted_inside(value: str, name: str) -> str:
    try:
        return json.dumps(planted(json.loads(value), name))
    except ValueError:
        return TEXT
