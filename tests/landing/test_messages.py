"""Messages in the shapes that logs have them in."""

import json
from typing import Any

import pyarrow as pa
import pytest

from tests.landing.build import Landed, Row, land, parquet, put_parquet, put_rows, request, said

TEXT = pa.string()
ROLE, CONTENT = ("role", TEXT), ("content", TEXT)
PLAIN = said("good morning")
FEATURES = ("turns", "prompt_chars", "item", "opening", "head", "has_code")


def _parts(*parts: Row) -> list[Row]:
    return [{"role": "user", "content": list(parts)}]


TYPED = {
    "one": _parts({"type": "text", "text": "good morning"}),
    "two": _parts({"type": "text", "text": "good"}, {"type": "text", "text": "morning"}),
    "image": _parts({"type": "text", "text": "good morning"}, {"type": "image_url", "image_url": {"url": "x"}}),
}
COUNTED: dict[str, tuple[Any, int | None, int | None]] = {
    "empty": ([], None, None),
    "null": (None, None, None),
    "null_content": ([{"role": "user", "content": None}], 1, 0),
    "no_content": ([{"role": "user"}], 1, 0),
    "no_user": ([{"role": "system", "content": "be brief"}], 1, None),
    "answered": ([*said("x"), *said("yes", role="assistant")], 2, 1),
    "two_turns": (said("one", "three"), 2, 5),
}
NO_LIST: dict[str, Any] = {"text": "hello", "object": PLAIN[0], "number": 7, "boolean": True}
COLUMNS: dict[str, tuple[Any, Any]] = {
    "declared": (PLAIN, pa.list_(pa.struct([ROLE, CONTENT]))),
    "other_order": (PLAIN, pa.list_(pa.struct([CONTENT, ROLE]))),
    "large_list": (PLAIN, pa.large_list(pa.struct([ROLE, CONTENT]))),
    "more_fields": ([PLAIN[0] | {"name": "x"}], pa.list_(pa.struct([ROLE, CONTENT, ("name", TEXT)]))),
    "json_text": (json.dumps(PLAIN), TEXT),
    "other_capitals": (
        [{"Role": "user", "Content": "good morning"}],
        pa.list_(pa.struct([("Role", TEXT), ("Content", TEXT)])),
    ),
    "typed_parts": (
        TYPED["one"],
        pa.list_(pa.struct([ROLE, ("content", pa.list_(pa.struct([("type", TEXT), ("text", TEXT)])))])),
    ),
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All shapes in one landing."""
    root = tmp_path_factory.mktemp("lake")
    shapes = TYPED | {label: case[0] for label, case in COUNTED.items()} | NO_LIST
    put_rows(root, [request(label, messages=messages) for label, messages in shapes.items()])
    put_rows(root, [request("plain", messages=PLAIN)], "plain.jsonl")
    for label, (messages, kind) in COLUMNS.items():
        table = parquet([request(f"column_{label}", messages=messages)], types={"messages": kind})
        put_parquet(root, table, f"{label}.parquet")
    return land(root)


def _features(landed: Landed, request_id: str) -> list[Any]:
    return [landed.by_id[request_id][name] for name in FEATURES]


@pytest.mark.parametrize("label", TYPED)
def test_typed_parts_count_by_their_text(landed: Landed, label: str) -> None:
    names = ("turns", "prompt_chars", "head", "has_code")
    assert [landed.by_id[label][name] for name in names] == [landed.by_id["plain"][name] for name in names]


@pytest.mark.parametrize("label", TYPED)
def test_typed_parts_are_the_same_prompt(landed: Landed, label: str) -> None:
    assert _features(landed, label) == _features(landed, "plain")


@pytest.mark.parametrize("label", TYPED)
def test_typed_parts_are_the_same_conversation(landed: Landed, label: str) -> None:
    assert landed.by_id[label]["conversation"] == landed.by_id["plain"]["conversation"]


@pytest.mark.parametrize("label", TYPED)
def test_typed_parts_are_as_long_as_their_text(landed: Landed, label: str) -> None:
    assert landed.by_id[label]["conversation_chars"] == landed.by_id["plain"]["conversation_chars"]


@pytest.mark.parametrize("label", COUNTED)
def test_turns_and_length(landed: Landed, label: str) -> None:
    row = landed.by_id[label]
    assert (row["turns"], row["prompt_chars"]) == COUNTED[label][1:]


@pytest.mark.parametrize("label", NO_LIST)
def test_no_list_leaves_the_request_without_text(landed: Landed, label: str) -> None:
    assert _features(landed, label) == [None] * len(FEATURES)


def test_no_list_is_told(landed: Landed) -> None:
    told = json.dumps(landed.notes) + json.dumps([row["reason"] for row in landed.quarantine])
    assert "messages" in told


@pytest.mark.parametrize("label", COLUMNS)
def test_parquet_shapes_mean_the_same(landed: Landed, label: str) -> None:
    assert _features(landed, f"column_{label}") == _features(landed, "plain")


def test_every_row_is_accounted_for(landed: Landed) -> None:
    landed.settle(len(TYPED) + len(COUNTED) + len(NO_LIST) + 1 + len(COLUMNS))
