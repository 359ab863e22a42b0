"""The same id again is the same request: the earliest is taken, the others are counted, whatever lies where."""

from itertools import permutations
from pathlib import Path

import pytest

from tests.landing.build import account, land, put_accounts, put_rows, request

LATE = request("r1", ts="2026-09-08T12:00:00Z", model="late")
EARLY = request("r1", ts="2026-09-08T09:00:00Z", model="early")
MIDDLE = request("r1", ts="2026-09-08T10:00:00Z", model="middle")
OTHER = request("r2")


@pytest.mark.parametrize("files", [1, 2, 3])
def test_earliest_wins(tmp_path: Path, files: int) -> None:
    orders = list(permutations([LATE, EARLY, MIDDLE]))
    for number in range(files):
        rows = [row | {"request_id": f"r{place}"} for place, order in enumerate(orders) for row in order[number::files]]
        put_rows(tmp_path, rows, f"{number}.jsonl")
    landed = land(tmp_path)
    assert {row["request_id"]: row["model"] for row in landed.requests} == {f"r{place}": "early" for place in range(6)}
    assert landed.facts["duplicates"] == 12
    assert landed.facts["duplicate_share"] == pytest.approx(2 / 3)
    landed.settle(18)


def test_first_file_decides_between_equal_times(tmp_path: Path) -> None:
    put_rows(tmp_path, [EARLY | {"model": "second"}, OTHER], "b.jsonl")
    put_rows(tmp_path, [EARLY | {"model": "first"}], "a.jsonl")
    landed = land(tmp_path)
    assert landed.by_id["r1"]["model"] == "first"
    landed.settle(3)


def test_equal_times_in_one_file_are_decided_by_content(tmp_path: Path) -> None:
    rows = [EARLY | {"model": f"model-{number}"} for number in range(20)]
    for name, order in (("one", rows), ("other", rows[::-1])):
        put_rows(tmp_path / name, order)
    one, other = land(tmp_path / "one"), land(tmp_path / "other")
    assert one.digest == other.digest
    assert one.facts["duplicates"] == 19


def test_spaces_round_an_id_are_not_part_of_it(tmp_path: Path) -> None:
    put_rows(tmp_path, [request("r1"), request(" r1 "), request("R1")])
    landed = land(tmp_path)
    assert landed.by_id.keys() == {"r1", "R1"}
    landed.settle(3)


def test_a_bad_row_does_not_stand_for_a_good_one(tmp_path: Path) -> None:
    put_rows(tmp_path, [EARLY | {"status": 0}, LATE])
    landed = land(tmp_path)
    assert landed.by_id["r1"]["model"] == "late"
    assert landed.reasons == {("a.jsonl", 1): "out_of_range: status"}
    landed.settle(2)


@pytest.mark.parametrize("kind", ["requests", "accounts", "actions"])
def test_ids_that_are_addresses_differ_by_their_capitals(tmp_path: Path, kind: str) -> None:
    ids = ["Ann@mail.example", "ann@mail.example"]
    if kind == "requests":
        put_rows(tmp_path, [request(name) for name in ids])
    else:
        put_rows(tmp_path, [request("r1")])
    if kind == "accounts":
        put_accounts(tmp_path, [account(name) for name in ids])
    if kind == "actions":
        put_rows(
            tmp_path,
            [{"account_id": name, "ts": "2026-09-08T10:00:00Z", "action": "ban"} for name in ids],
            "actions.jsonl",
            "actions",
        )
    landed = land(tmp_path)
    name = "request_id" if kind == "requests" else "account_id"
    assert len({row[name] for row in landed.table(kind)} - set(ids)) == 2
    assert landed.facts["duplicates"] == 0
