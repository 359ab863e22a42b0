"""Accounts from `users`: new-api's as `pull.sql` gives them, one-api's as exported (see new_api_logs/build.py)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.landing.build import Landed, Row, land, put, put_rows, request
from tests.sources.new_api_logs.build import AT, FOLDER, RECORDED_DAY, landed, user

MADE = datetime.fromtimestamp(AT - 86_400, UTC)
CASES: dict[str, tuple[Row, Row]] = {
    "new": (user(11), {"created_at": MADE, "plan": "default", "email_domain": "example.com", "invited_by": None}),
    "invited": (user(12, inviter_id=11), {"invited_by": "11"}),
    "before_the_column": (user(13, created_at=None, first_key_at=AT - 86_400), {"created_at": MADE}),
    "before_the_column_too": (user(14, created_at=0, first_key_at=AT - 86_400), {"created_at": MADE}),
    "key_before_sign_up": (user(15, first_key_at=AT - 90_000), {"created_at": MADE}),
    "no_address": (user(16, email=""), {"email": None, "email_domain": None}),
    "paying": (user(17, group="vip"), {"plan": "vip"}),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All accounts in one file, two of which are the operator's own, and one of unknown age."""
    root = tmp_path_factory.mktemp("lake")
    own = [user(1, role=100), user(2, role=10)]
    put_rows(root, [*(row for row, _ in CASES.values()), user(18, created_at=None), *own], kind="accounts")
    put_rows(root, [request()], "requests.jsonl")
    return land(root)


@pytest.mark.parametrize("label", CASES)
def test_mapped(made: Landed, label: str) -> None:
    row, expected = CASES[label]
    found = made.accounts[str(row["id"])]
    assert {name: found[name] for name in expected} == expected


def test_the_operators_own_accounts_are_left_out(made: Landed) -> None:
    assert made.facts["rows_left_out"] == 2
    assert not {"1", "2"} & set(made.accounts)


def test_a_password_that_landed_is_told(tmp_path: Path) -> None:
    put_rows(tmp_path, [user(11, password="$2a$10$x", access_token="x", username="eleven")], kind="accounts")
    put_rows(tmp_path, [request()])
    told = land(tmp_path).notes["unknown_columns"]
    assert set(told) == {"new_api_users column password", "new_api_users column access_token"}


def test_one_api(tmp_path: Path) -> None:
    put(tmp_path, "users.csv", (FOLDER / "one_api_users.csv").read_bytes(), "accounts", RECORDED_DAY)
    put(tmp_path, "logs.csv", (FOLDER / "one_api_logs.csv").read_bytes(), "requests", RECORDED_DAY)
    found = {row["account_id"]: row for row in landed(tmp_path, "accounts", RECORDED_DAY)}
    assert {name: row["invited_by"] for name, row in found.items()} == {"2": None, "3": "2", "4": "2", "5": None}
    assert found["2"]["created_at"] == datetime(2026, 11, 22, 22, 14, 13, tzinfo=UTC)
    assert found["2"]["email_domain"] == found["3"]["email_domain"] == "example.com"
    assert found["2"]["email"] != found["3"]["email"]
