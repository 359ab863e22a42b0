"""OpenTelemetry's GenAI spans as OTLP JSON lines: a landed row is an ExportTraceServiceRequest of many spans."""

from dataclasses import replace
from pathlib import Path

import duckdb

from tasks.contracts.landing import LANDING_REQUESTS
from tasks.sources.declaration import TEXT, Source

_FOLDER = Path(__file__).parent
_VALUE = dict.fromkeys(("stringValue", "intValue", "doubleValue", "boolValue", "arrayValue", "kvlistValue"), TEXT)
_ATTRIBUTES = [{"key": TEXT, "value": _VALUE}]
_SPAN = {
    "traceId": TEXT,
    "spanId": TEXT,
    "parentSpanId": TEXT,
    "kind": TEXT,
    "startTimeUnixNano": TEXT,
    "endTimeUnixNano": TEXT,
    "attributes": _ATTRIBUTES,
    "events": [{"name": TEXT, "attributes": _ATTRIBUTES}],
    "status": {"code": TEXT},
}
_RECORD = {
    "traceId": TEXT,
    "spanId": TEXT,
    "timeUnixNano": TEXT,
    "observedTimeUnixNano": TEXT,
    "eventName": TEXT,
    "attributes": _ATTRIBUTES,
    "body": _VALUE,
}


def _prepare(con: duckdb.DuckDBPyConnection) -> None:
    con.execute((_FOLDER / "messages.sql").read_text())


SOURCE = Source(
    name="otel_genai",
    table=LANDING_REQUESTS,
    folder=_FOLDER,
    marks=frozenset({"resourceSpans"}),
    shape={
        "resourceSpans": [{"scopeSpans": [{"spans": [_SPAN]}]}],
        "resourceLogs": [{"scopeLogs": [{"logRecords": [_RECORD]}]}],
        "resourceMetrics": TEXT,
    },
    rows="greatest(1, len(json_extract(json, '$.resourceSpans[*].scopeSpans[*].spans[*]')))",
    # A row is a span with what it tells of a request, or a log record with what was said in one.
    context={
        "trace_id": "UHUGEINT",
        "span_id": "UBIGINT",
        "parent_id": "UBIGINT",
        "operation": "VARCHAR",
        "response_id": "VARCHAR",
        "account_id": "VARCHAR",
        "api_key_id": "VARCHAR",
        "ip": "VARCHAR",
        "user_agent": "VARCHAR",
        "tls_fingerprint": "VARCHAR",
        "failed_with": "INTEGER",
        "event": "VARCHAR",
        "told_at": "UBIGINT",
        "said": "VARCHAR",
    },
    prepare=_prepare,
)

# The same Collector may write log records, which hold the messages of some producers, and metrics; to files of their
# own or to the same.
LOGS = replace(SOURCE, name="otel_logs", marks=frozenset({"resourceLogs"}))
METRICS = replace(SOURCE, name="otel_metrics", marks=frozenset({"resourceMetrics"}), context={})
