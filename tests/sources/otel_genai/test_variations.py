"""Spans that a real producer wrote (`recorded/genai`), changed as other producers and other days would have them."""

import gzip
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.landing.build import Landed, Row, land, put
from tests.sources.otel_genai.build import (
    Json,
    asking,
    attributes,
    everywhere,
    put_lines,
    recorded,
    renamed,
    spans,
)

HIGH, EDGE, BUSY = "When is high tide?", "Hello", "Again"
SERVER = 2


def _land(root: Path, lines: dict[str, Json], **limits: Any) -> Landed:
    put_lines(root, lines)
    landed = land(root, **limits)
    assert landed.facts["unreconciled_rows"] == 0
    return landed


def _id(span: Json) -> str:
    return f"{span['traceId']}-{span['spanId']}"


def _row(landed: Landed, span: Json) -> Row:
    return landed.by_id[_id(span)]


def _above(lines: dict[str, Json], span: Json) -> Iterator[Json]:
    """The spans above one, from whatever file."""
    by_id = {each["spanId"]: each for line in lines.values() for each in spans(line)}
    while span := by_id.get(span.get("parentSpanId", ""), {}):
        yield span


def _set(span: Json, **values: Any) -> None:
    for name, value in values.items():
        renamed(span, {name: None})
        span["attributes"].append({"key": name, "value": value if isinstance(value, dict) else {"stringValue": value}})


@pytest.fixture
def lines() -> dict[str, Json]:
    return recorded("genai")


@pytest.fixture(scope="module")
def as_written(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """What landing takes of the spans as they are."""
    return _land(tmp_path_factory.mktemp("lake"), recorded("genai"))


@pytest.mark.parametrize(
    "names",
    [
        {"client.address": "net.peer.ip", "user_agent.original": "http.user_agent"},
        {"client.address": "net.sock.peer.addr", "http.response.status_code": "http.status_code"},
        {"client.address": "http.client_ip"},
        {"user.id": "enduser.id"},
        {"user.id": "enduser.pseudo.id"},
        {"user.id": "user.hash"},
        {"user.id": "metadata.user_api_key_user_id"},
        {"gen_ai.usage.input_tokens": "gen_ai.usage.prompt_tokens", "gen_ai.provider.name": "gen_ai.system"},
        {"gen_ai.usage.output_tokens": "gen_ai.usage.completion_tokens", "gen_ai.operation.name": "llm.request.type"},
        {"gen_ai.request.stream": "gen_ai.is_streaming"},
        {"gen_ai.response.model": None, "gen_ai.request.model": "gen_ai.response.model"},
    ],
)
def test_other_names(tmp_path: Path, lines: dict[str, Json], names: dict[str, str | None], as_written: Landed) -> None:
    everywhere(lines, lambda span: renamed(span, names))
    assert _land(tmp_path, lines).requests == as_written.requests


def test_enumerations_by_name(tmp_path: Path, lines: dict[str, Json], as_written: Landed) -> None:
    kinds = {1: "INTERNAL", 2: "SERVER", 3: "CLIENT", 5: "CONSUMER"}

    def spell(span: Json) -> None:
        span["kind"] = f"SPAN_KIND_{kinds[span['kind']]}"
        if span["status"].get("code") == 2:
            span["status"]["code"] = "STATUS_CODE_ERROR"

    assert _land(tmp_path, everywhere(lines, spell)).requests == as_written.requests


def test_a_line_for_each_span_and_packed(tmp_path: Path, lines: dict[str, Json], as_written: Landed) -> None:
    written = [
        json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})
        for line in lines.values()
        for span in spans(line)
    ]
    put(tmp_path, "all.jsonl.gz", gzip.compress("\n".join(written).encode()))
    assert land(tmp_path).requests == as_written.requests


def test_without_the_edge_the_next_server_is_believed(tmp_path: Path, lines: dict[str, Json]) -> None:
    del lines["edge.jsonl"]
    row = _row(_land(tmp_path, lines), asking(lines["gateway.jsonl"], EDGE))
    assert (row["account_id"], row["ip"]) == ("acct-b", "10.0.0.2")


def test_a_span_missing_on_the_way_up(tmp_path: Path, lines: dict[str, Json]) -> None:
    span = asking(lines["gateway.jsonl"], HIGH)
    span["parentSpanId"] = "00000000000000ff"
    row = _row(_land(tmp_path, lines), span)
    assert (row["account_id"], row["ip"]) == ("acct-a", "203.0.113.7")


def test_a_span_missing_in_a_trace_of_several_accounts(tmp_path: Path, lines: dict[str, Json]) -> None:
    span = asking(lines["gateway.jsonl"], "acct-d")
    span["parentSpanId"] = "00000000000000ff"
    landed = _land(tmp_path, lines)
    assert _id(span) not in landed.by_id
    assert landed.notes["quarantined"]["missing_value: account_id"] == 2


def test_the_account_on_the_inference_itself_comes_first(tmp_path: Path, lines: dict[str, Json]) -> None:
    span = asking(lines["gateway.jsonl"], "acct-d")
    _set(span, **{"user.id": "acct-own"})
    assert _row(_land(tmp_path, lines), span)["account_id"] == "acct-own"


def test_a_forged_parent_lends_no_address(tmp_path: Path, lines: dict[str, Json]) -> None:
    span, other = (asking(lines["gateway.jsonl"], words) for words in (HIGH, EDGE))
    own, theirs = (next(above for above in _above(lines, each) if above["kind"] == SERVER) for each in (span, other))
    for each in [each for each in spans(lines["gateway.jsonl"]) if each["traceId"] == own["traceId"]]:
        each["traceId"] = theirs["traceId"]
    own["parentSpanId"] = theirs["spanId"]
    row = _row(_land(tmp_path, lines), span)
    assert (row["account_id"], row["ip"]) == ("acct-a", "203.0.113.7")


@pytest.mark.parametrize("copies", [1, 12])
def test_parents_in_a_circle(tmp_path: Path, lines: dict[str, Json], copies: int) -> None:
    span = asking(lines["gateway.jsonl"], HIGH)
    upper = list(_above(lines, span))
    upper[-1]["parentSpanId"] = upper[0]["spanId"]
    scope = lines["gateway.jsonl"]["resourceSpans"][0]["scopeSpans"][0]["spans"]
    scope.extend(deepcopy(upper) * copies)
    assert _row(_land(tmp_path, lines), span)["account_id"] == "acct-a"


def test_a_line_delivered_twice(tmp_path: Path, lines: dict[str, Json], as_written: Landed) -> None:
    twice = _land(tmp_path, lines | {"again.jsonl": lines["gateway.jsonl"]})
    assert twice.by_id.keys() == as_written.by_id.keys()
    assert twice.facts["duplicates"] == len(as_written.requests)


def test_a_named_account_is_the_only_one(tmp_path: Path, lines: dict[str, Json]) -> None:
    header = "http.request.header.x_tenant"
    server = next(above for above in _above(lines, asking(lines["gateway.jsonl"], HIGH)) if above["kind"] == SERVER)
    _set(server, **{header: _list([{"stringValue": "tenant-7"}]), "metadata.user_api_key_hash": "sk-in-clear"})
    landed = _land(tmp_path, lines, otel_account_attribute=header)
    assert [row["account_id"] for row in landed.requests] == ["tenant-7"]
    assert landed.requests[0]["api_key_id"] is not None


@pytest.mark.parametrize(
    ("error", "server", "status"),
    [
        ("429", None, 429),
        ("openai.RateLimitError", None, 429),
        ("timeout", None, 504),
        ("openai.APIConnectionError", None, 500),
        ("openai.APIConnectionError", "503", 503),
        ("_OTHER", "200", 500),
        (None, "403", 403),
    ],
)
def test_statuses_of_errors(
    tmp_path: Path, lines: dict[str, Json], error: str | None, server: str | None, status: int
) -> None:
    span = asking(lines["gateway.jsonl"], BUSY)
    renamed(span, {"error.type": None})
    if error:
        _set(span, **{"error.type": error})
    for above in _above(lines, span):
        renamed(above, {"http.response.status_code": None})
        if server and above["kind"] == SERVER:
            _set(above, **{"http.response.status_code": {"intValue": server}})
    assert _row(_land(tmp_path, lines), span)["status"] == status


def _as_events(span: Json, said: list[Row]) -> None:
    span["events"] = [
        {"name": f"gen_ai.{turn['role']}.message", "attributes": [_text("gen_ai.event.content", json.dumps(turn))]}
        for turn in said
    ]


def _as_plain_events(span: Json, said: list[Row]) -> None:
    span["events"] = [
        {"name": f"gen_ai.{turn['role']}.message", "attributes": [_text("content", turn["content"])]} for turn in said
    ]


def _as_one_event(span: Json, said: list[Row]) -> None:
    span["events"] = [{"name": "gen_ai.content.prompt", "attributes": [_text("gen_ai.prompt", json.dumps(said))]}]


def _as_old_attribute(span: Json, said: list[Row]) -> None:
    _set(span, **{"gen_ai.prompt": json.dumps(said)})


def _as_instructions(span: Json, said: list[Row]) -> None:
    parts = [{"role": turn["role"], "parts": [{"type": "text", "content": turn["content"]}]} for turn in said]
    _set(span, **{"gen_ai.system_instructions": json.dumps(parts[0]["parts"])})
    _set(span, **{"gen_ai.input.messages": json.dumps(parts[1:])})


def _as_structure(span: Json, said: list[Row]) -> None:
    def part(turn: Row) -> Json:
        return {"kvlistValue": {"values": [_text("type", "text"), _text("content", turn["content"])]}}

    turns = [
        {"kvlistValue": {"values": [_text("role", turn["role"]), {"key": "parts", "value": _list([part(turn)])}]}}
        for turn in said[1:]
    ]
    _set(span, **{"gen_ai.system_instructions": _list([part(said[0])]), "gen_ai.input.messages": _list(turns)})


def _list(values: list[Json]) -> Json:
    return {"arrayValue": {"values": values}}


def _text(key: str, value: str) -> Json:
    return {"key": key, "value": {"stringValue": value}}


@pytest.mark.parametrize(
    "form", [_as_events, _as_plain_events, _as_one_event, _as_old_attribute, _as_instructions, _as_structure]
)
def test_forms_of_messages(
    tmp_path: Path, lines: dict[str, Json], form: Callable[[Json, list[Row]], None], as_written: Landed
) -> None:
    span = asking(lines["gateway.jsonl"], "Be brief.")
    renamed(span, {"gen_ai.input.messages": None})
    form(span, [{"role": "system", "content": "Be brief."}, {"role": "user", "content": HIGH}])
    assert _row(_land(tmp_path, lines), span) == _row(as_written, span)


def test_messages_cut_off(tmp_path: Path, lines: dict[str, Json]) -> None:
    chats = [span for span in spans(lines["gateway.jsonl"]) if "gen_ai.input.messages" in attributes(span)]
    cuts = ("", "[", '[{"role":"user","parts":[{"type":"te', "{", '{"values":', "null", "[5]", '{"values":[5]}', '"x"')
    for span, cut in zip(chats, cuts, strict=True):
        _set(span, **{"gen_ai.input.messages": cut, "gen_ai.system_instructions": cut})
    assert {row["prompt_chars"] for row in _land(tmp_path, lines).requests} == {None}


@pytest.mark.parametrize("operation", ["invoke_agent", "execute_tool", "retrieval", "one of tomorrow"])
def test_other_operations_are_left_out(
    tmp_path: Path, lines: dict[str, Json], operation: str, as_written: Landed
) -> None:
    span = asking(lines["gateway.jsonl"], HIGH)
    _set(span, **{"gen_ai.operation.name": operation})
    landed = _land(tmp_path, lines)
    assert as_written.by_id.keys() - landed.by_id.keys() == {_id(span)}
    assert landed.facts["rows_left_out"] == as_written.facts["rows_left_out"] + 1


@pytest.mark.parametrize(
    "other",
    [
        {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": {"stringValue": "started"}}]}]}]},
        {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "gen_ai.client.token.usage"}]}]}]},
        {"resourceSpans": []},
        {"resourceSpans": [{"resource": {}, "scopeSpans": [{"spans": []}]}]},
    ],
)
@pytest.mark.parametrize("together", [True, False])
def test_lines_of_other_signals(
    tmp_path: Path, lines: dict[str, Json], other: Json, together: bool, as_written: Landed
) -> None:
    text = json.dumps(other).encode() + b"\n"
    if together:
        text += json.dumps(lines.pop("edge.jsonl")).encode()
    put(tmp_path, "other.jsonl", text)
    landed = _land(tmp_path, lines)
    assert landed.facts["rows_left_out"] == as_written.facts["rows_left_out"] + 1
    assert landed.notes["quarantined"] == as_written.notes["quarantined"]
    assert landed.by_id.keys() == as_written.by_id.keys()


@pytest.mark.parametrize("broken", [b'{"resourceSpans":[', b'"text"', b'{"resourceSpans":5}', b"{}"])
def test_a_broken_line_costs_itself(tmp_path: Path, lines: dict[str, Json], broken: bytes, as_written: Landed) -> None:
    put(tmp_path, "all.jsonl", b"\n".join([json.dumps(lines["edge.jsonl"]).encode(), broken, _gateway(lines)]))
    landed = land(tmp_path)
    assert landed.by_id.keys() == as_written.by_id.keys()
    landed.settle(_number(lines) + 1)
    # A row is told by its span's place in the file.
    place = len(list(spans(lines["edge.jsonl"]))) + 1
    assert landed.reasons.keys() - {("all.jsonl", place)} == {
        ("all.jsonl", number + place) for _, number in as_written.reasons
    }


@pytest.mark.parametrize("value", ["", "x", "-1", "99999999999999999999999999", None, {"a": 1}, [None]])
def test_values_of_another_kind(tmp_path: Path, lines: dict[str, Json], value: Any, as_written: Landed) -> None:
    names = ("traceId", "spanId", "startTimeUnixNano", "endTimeUnixNano", "parentSpanId", "kind", "attributes")
    chats = [span for span in spans(lines["gateway.jsonl"]) if "gen_ai.input.messages" in attributes(span)]
    for name, span in zip(names, chats, strict=False):
        span[name] = value
    landed = _land(tmp_path, lines)
    landed.settle(_number(lines))
    assert len(landed.requests) >= len(as_written.requests) - len(names)


def test_a_key_twice_and_entries_that_are_none(tmp_path: Path, lines: dict[str, Json], as_written: Landed) -> None:
    span = asking(lines["gateway.jsonl"], HIGH)
    span["attributes"] += [None, {}, {"key": None}, {"key": "x"}, _text("gen_ai.request.model", "other")]
    span["events"] = [None, {}, {"name": "gen_ai.user.message"}]
    assert _row(_land(tmp_path, lines), span) == _row(as_written, span)


def test_no_text_is_kept(as_written: Landed) -> None:
    files = [path for path in (as_written.root / "_staging").rglob("*") if path.is_file()]
    assert files
    assert not any(HIGH.encode() in path.read_bytes() for path in files)


def test_a_resource_names_no_account(lines: dict[str, Json], as_written: Landed) -> None:
    resource = lines["gateway.jsonl"]["resourceSpans"][0]["resource"]
    assert attributes(resource)["user.id"] == "svc-account"
    assert "svc-account" not in {row["account_id"] for row in as_written.requests}
    assert as_written.notes["quarantined"]["missing_value: account_id"] == 1


def _gateway(lines: dict[str, Json]) -> bytes:
    return json.dumps(lines["gateway.jsonl"]).encode() + b"\n"


def _number(lines: dict[str, Json]) -> int:
    return sum(len(list(spans(line))) for line in lines.values())
