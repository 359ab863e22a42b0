"""What gateways really do to JSON Lines: all of it is taken, or told."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.landing.build import Landed, land, put, put_rows, request, said


def _line(request_id: str) -> bytes:
    return json.dumps(request(request_id)).encode()


def _file(label: str, content: bytes) -> bytes:
    """`content` with A, B and C in it made requests of the label."""
    return b"".join(_line(f"{label}-{chr(byte)}") if chr(byte) in "ABC" else bytes([byte]) for byte in content)


FILES = {
    "no_last_newline": b"A\nB\nC",
    "blank_lines": b"\n\nA\n\n\nB\n  \t \nC\n\n",
    "crlf": b"A\r\nB\r\nC\r\n",
    "indented": b"  A  \n\tB\nC\n",
    "byte_order_mark": b"\xef\xbb\xbfA\nB\nC\n",
    "two_byte_order_marks": b"\xef\xbb\xbf\xef\xbb\xbfA\nB\nC\n",
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All files in one landing."""
    root = tmp_path_factory.mktemp("lake")
    for label, content in FILES.items():
        put(root, f"{label}.jsonl", _file(label, content))
    return land(root)


@pytest.mark.parametrize("label", FILES)
def test_taken(landed: Landed, label: str) -> None:
    assert {f"{label}-{name}" for name in "ABC"} <= landed.by_id.keys()


def test_every_line_is_accounted_for(landed: Landed) -> None:
    landed.settle(3 * len(FILES))


def test_row_numbers_leave_blank_lines_out(tmp_path: Path) -> None:
    put(tmp_path, "a.jsonl", b"\n" + _line("a") + b"\r\n\r\n" + _line("b") + b"\n\n{broken\n" + _line("c"))
    landed = land(tmp_path)
    assert landed.reasons == {("a.jsonl", 3): "invalid_json"}
    landed.settle(4)


def test_long_line(tmp_path: Path) -> None:
    text = "word " * 800_000
    put_rows(tmp_path, [request("a"), request("long", messages=said(text)), request("b")])
    landed = land(tmp_path)
    assert landed.by_id["long"]["prompt_chars"] == len(text)
    landed.settle(3)


@pytest.mark.parametrize("first", [False, True])
def test_deeply_nested_line(tmp_path: Path, first: bool) -> None:
    deep = _line("a").replace(b"200}", b'200, "messages": ' + b"[" * 50_000 + b"]" * 50_000 + b"}")
    put(tmp_path, "a.jsonl", b"\n".join([deep, _line("b")] if first else [_line("b"), deep]))
    landed = land(tmp_path)
    assert landed.by_id.keys() == {"a", "b"}
    landed.settle(2)


def test_unknown_keys_are_counted_and_shown(tmp_path: Path) -> None:
    put_rows(tmp_path, [request("a", region="x", tier=1), request("b", region=None), request("c")])
    landed = land(tmp_path)
    assert landed.notes["unknown_columns"] == {"contract column region": 2, "contract column tier": 1}
    assert landed.facts["unknown_columns"] == 2
    landed.settle(3)


def test_whole_numbers_in_any_writing(tmp_path: Path) -> None:
    written: dict[str, Any] = {"text": "10", "float": 10.0, "text_float": "10.0", "spaces": " 10 ", "most": 10**12}
    put_rows(tmp_path, [request(label, input_tokens=value) for label, value in written.items()])
    taken = {label: row["input_tokens"] for label, row in land(tmp_path).by_id.items()}
    assert taken == dict.fromkeys(written, 10) | {"most": 10**12}


def test_null_optional_values_cost_nothing(tmp_path: Path) -> None:
    optional = ("api_key_id", "ip", "user_agent", "tls_fingerprint", "operation", "messages", "tool_count", "stream")
    put_rows(tmp_path, [request("a", **dict.fromkeys(optional), latency_ms=None)])
    row = land(tmp_path).by_id["a"]
    assert [row[name] for name in optional if name != "messages"] == [None] * 7
    assert (row["turns"], row["latency_ms"]) == (None, None)


TEXTS: dict[str, tuple[str, Any, str | None]] = {
    "client": ("user_agent", "[bot] crawler", "[bot] crawler"),
    "client_brace": ("user_agent", "{x}", "{x}"),
    "client_inside": ("user_agent", "Mozilla/5.0 [en] {x}", "Mozilla/5.0 [en] {x}"),
    "client_list": ("user_agent", ["a"], '["a"]'),
    "client_control": ("user_agent", "a\x1b[31m\nb", "a [31m b"),
    "client_long": ("user_agent", "x" * 201, "x" * 200),
    "address_with_port": ("ip", "[2600::1]:443", None),
    "address_in_brackets": ("ip", "[2600::1]", None),
    "address_in_words": ("ip", "ask the edge", None),
    "address": ("ip", " 2600::1", "2600::1"),
    "model": ("model", " quartz/large:free ", "quartz/large:free"),
    "model_brackets": ("model", "[free]quartz", "[free]quartz"),
    "model_object": ("model", {"a": 1}, '{"a":1}'),
}
WORDS: dict[str, tuple[str, str]] = {
    "words": ("[free] quartz", "<13 characters>"),
    "long": ("m" * 101, "<101 characters>"),
    "very_long": ("m" * 300, "<300 characters>"),
    "tab": ("a\tb", "<3 characters>"),
    "line": ("a\nb", "<3 characters>"),
    "mail": ("ann@mail.example", "[e-mail]"),
    "escape": ("\x1b[31m", "<5 characters>"),
    "nul": ("a\x00b", "<3 characters>"),
}
CALLERS_WORDS = ("model", "operation", "tls_fingerprint")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """A request for each text."""
    root = tmp_path_factory.mktemp("lake")
    rows = [request(label, **{column: value}) for label, (column, value, _) in TEXTS.items()]
    put_rows(
        root, [*rows, *(request(label, **dict.fromkeys(CALLERS_WORDS, word)) for label, (word, _) in WORDS.items())]
    )
    return land(root)


@pytest.mark.parametrize("label", TEXTS)
def test_text_is_taken_as_it_is(written: Landed, label: str) -> None:
    column, _, kept = TEXTS[label]
    assert written.by_id[label][column] == kept


@pytest.mark.parametrize("label", WORDS)
def test_what_is_no_word_is_told_by_its_length(written: Landed, label: str) -> None:
    assert [written.by_id[label][column] for column in CALLERS_WORDS] == [WORDS[label][1]] * 3


def test_no_text_costs_its_row(written: Landed) -> None:
    written.settle(len(TEXTS) + len(WORDS))
