"""What quarantine keeps of a row: short ids, times and numbers; what stands for a person only under the key."""

import json
from pathlib import Path

import pytest

from tests.landing.build import Landed, Row, account, land, put_accounts, put_rows, request, said

PAYMENT = {"payment_fingerprint": "p-1", "device_id": "d-1", "id_document_hash": "h-1"}
PERSONAL = {"organization": "Acme", "email": "ann@mail.example", "phone": "+15555550123", "signup_ip": "8.8.8.8"}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """Rows that are refused, each for another reason."""
    root: Path = tmp_path_factory.mktemp("lake")
    put_rows(
        root,
        [
            request("good"),
            request("r1", status=0, api_key_id="k-1", ip="8.8.8.8", user_agent="curl/8", messages=said("hello")),
            request("r2", status=0, api_key_id="k-1", account_id="ann@mail.example", model="two words"),
            request("r3", status=0, api_key_id="k-2", operation="x" * 81, tool_count="many"),
        ],
    )
    put_accounts(
        root, [account("a", created_at=None, **PAYMENT, **PERSONAL), account("b", created_at="soon", plan="x")]
    )
    return land(root)


@pytest.fixture(scope="module")
def raw(landed: Landed) -> dict[tuple[str, int], Row]:
    """What is kept, by table and row."""
    return {(row["landing_table"], row["row_number"]): json.loads(row["raw"]) for row in landed.quarantine}


def test_short_ids_times_and_numbers_stay(raw: dict[tuple[str, int], Row]) -> None:
    kept = {name: value for name, value in raw["requests", 2].items() if value is not None and name != "api_key_id"}
    assert kept == {name: str(value) for name, value in request("r1", status=0).items()}
    assert raw["accounts", 2]["created_at"] == "soon"


def test_all_else_is_told_by_its_length(raw: dict[tuple[str, int], Row]) -> None:
    assert (raw["requests", 3]["account_id"], raw["requests", 3]["model"]) == ("<16 characters>", "<9 characters>")
    assert (raw["requests", 4]["operation"], raw["requests", 4]["tool_count"]) == ("<81 characters>", "many")


def test_what_stands_for_a_person_is_keyed(raw: dict[tuple[str, int], Row]) -> None:
    one, same, other = (raw["requests", row]["api_key_id"] for row in (2, 3, 4))
    assert one == same != other
    keyed = [one, *(raw["accounts", 1][name] for name in PAYMENT)]
    assert [len(value) for value in keyed] == [32] * 4
    assert len(set(keyed)) == 4
    assert raw["accounts", 2]["device_id"] is None


def test_texts_and_what_is_personal_are_left_out(raw: dict[tuple[str, int], Row]) -> None:
    assert raw["requests", 2].keys().isdisjoint({"ip", "user_agent", "messages"})
    assert raw["accounts", 1].keys().isdisjoint(PERSONAL)


def test_every_row_is_accounted_for(landed: Landed) -> None:
    landed.settle(6)
