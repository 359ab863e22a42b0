"""The constant part round a changing item shows as an equal head and tail."""

from pathlib import Path

import pytest

from tests.landing.build import Landed, land, put_rows, request, said

HEAD = "You are a careful grader. Look at the task below and "
TAIL = " and then give the result between the two marks, thank you."
ITEMS = ["the prime factors of a number", "a poem about rain in the north of the country, at night"]
MIDDLE = "x" * 60

SAME: dict[str, tuple[str, str, bool, bool]] = {
    "items": (HEAD + ITEMS[0] + TAIL, HEAD + ITEMS[1] + TAIL, True, True),
    "capitals": (HEAD + ITEMS[0] + TAIL, (HEAD + ITEMS[1] + TAIL).upper(), True, True),
    "digits": (f"Task 17: solve it. {HEAD}{TAIL} No 41", f"Task 23: solve it. {HEAD}{MIDDLE}{TAIL} No 77", True, True),
    "more_digits": (f"Task 7: solve it. {HEAD}{TAIL}", f"Task 1234: solve it. {HEAD}{MIDDLE}{TAIL}", True, True),
    "more_digits_last": (f"{HEAD}{MIDDLE}{TAIL} No 9", f"{HEAD}{MIDDLE}{TAIL} No 1234", True, True),
    "other_head": ("z" + HEAD + ITEMS[0] + TAIL, HEAD + ITEMS[0] + TAIL, False, True),
    "other_tail": (HEAD + ITEMS[0] + TAIL, HEAD + ITEMS[0] + TAIL + "!", True, False),
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """Both prompts of each case, and lengths round the limit."""
    root: Path = tmp_path_factory.mktemp("lake")
    rows = [
        request(f"{label}-{place}", messages=said(prompt))
        for label, case in SAME.items()
        for place, prompt in enumerate(case[:2])
    ]
    rows += [request(f"long-{length}", messages=said("a b" * 32 + "é" * (length - 96))) for length in (96, 97)]
    put_rows(root, [*rows, request("short", messages=said("hi")), request("silent")])
    return land(root)


@pytest.mark.parametrize("label", SAME)
def test_head_and_tail(landed: Landed, label: str) -> None:
    one, two = (landed.by_id[f"{label}-{place}"] for place in (0, 1))
    assert None not in (one["head"], one["tail"], two["head"], two["tail"])
    assert (one["head"] == two["head"], one["tail"] == two["tail"]) == SAME[label][2:]


@pytest.mark.parametrize(
    ("request_id", "has"), [("long-96", False), ("long-97", True), ("short", False), ("silent", False)]
)
def test_only_long_prompts_have_one(landed: Landed, request_id: str, has: bool) -> None:
    row = landed.by_id[request_id]
    assert [row["head"] is not None, row["tail"] is not None] == [has, has]
