"""A later request of a conversation knows the earlier ones by their fingerprints."""

from pathlib import Path

import pytest

from tests.landing.build import Landed, Row, land, put_rows, request, said

SYSTEM = said("be brief", role="system")
TURNS = [
    row for number in range(12) for row in (*said(f"question {number}"), *said(f"answer {number}", role="assistant"))
]
TALKS: dict[str, list[Row]] = {f"turn{number}": SYSTEM + TURNS[: 2 * number + 1] for number in range(11)}
CALL = {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}
TALKS |= {
    "regenerated": SYSTEM + TURNS[:2] + said("something else"),
    "other_system": said("be long", role="system") + TURNS[:3],
    "no_system": TURNS[:3],
    "edited": SYSTEM + said("question 0!") + TURNS[1:3],
    "with_tool": [*SYSTEM, TURNS[0], CALL, {"role": "tool", "content": "rain"}],
    "two_answers": [*SYSTEM, *TURNS[:2], *said("answer 1", role="assistant"), *said("and?")],
    "roles_swapped": [SYSTEM[0], TURNS[0] | {"role": "assistant"}],
    "one_message": said("ab"),
    "two_messages": said("a", "b"),
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All talks, a request each."""
    root: Path = tmp_path_factory.mktemp("lake")
    put_rows(root, [request(label, account_id=label, messages=talk) for label, talk in TALKS.items()])
    return land(root)


@pytest.mark.parametrize("number", range(1, 11))
def test_earlier_requests_latest_first_at_most_eight(landed: Landed, number: int) -> None:
    earlier = [landed.by_id[f"turn{place}"]["conversation"] for place in reversed(range(number))]
    assert landed.by_id[f"turn{number}"]["prefixes"] == earlier[:8]


def test_a_first_request_has_none(landed: Landed) -> None:
    assert landed.by_id["turn0"]["prefixes"] == []


@pytest.mark.parametrize(
    ("label", "earlier", "knows"),
    [
        ("regenerated", "turn0", True),
        ("regenerated", "turn1", False),
        ("other_system", "turn0", False),
        ("no_system", "turn0", False),
        ("edited", "turn0", False),
        ("with_tool", "turn0", True),
        ("two_answers", "turn0", True),
    ],
)
def test_what_is_continued(landed: Landed, label: str, earlier: str, knows: bool) -> None:
    assert (landed.by_id[earlier]["conversation"] in landed.by_id[label]["prefixes"]) is knows


def test_another_talk_has_another_fingerprint(landed: Landed) -> None:
    conversations = [row["conversation"] for row in landed.requests]
    assert len(set(conversations)) == len(conversations)


def test_opening_and_item_are_the_first_and_last_user_turn(landed: Landed) -> None:
    rows = landed.by_id
    assert rows["turn3"]["opening"] == rows["turn0"]["opening"] == rows["no_system"]["opening"]
    assert rows["turn0"]["item"] == rows["turn0"]["opening"] != rows["edited"]["opening"]
    assert rows["no_system"]["item"] == rows["turn1"]["item"] != rows["turn2"]["item"]
    assert rows["two_messages"]["opening"] != rows["two_messages"]["item"]
    assert (rows["roles_swapped"]["opening"], rows["roles_swapped"]["item"]) == (None, None)


def test_each_turn_has_its_own_fingerprint_of_64_bits(landed: Landed) -> None:
    items = {landed.by_id[f"turn{number}"]["item"] for number in range(11)}
    assert len(items) == 11
    assert 60 < max(item.bit_length() for item in items) <= 64


@pytest.mark.parametrize("label", TALKS)
def test_lengths(landed: Landed, label: str) -> None:
    contents = [message["content"] or "" for message in TALKS[label]]
    asked = [message["content"] for message in TALKS[label] if message["role"] == "user"]
    row = landed.by_id[label]
    assert row["conversation_chars"] == sum(len(content) for content in contents)
    assert row["prompt_chars"] == (len(asked[-1]) if asked else None)
