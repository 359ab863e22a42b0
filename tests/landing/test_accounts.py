"""Accounts: contact details keyed so that equal ones still compare, words outside a vocabulary dropped and counted."""

from pathlib import Path
from typing import Any

import pytest

from tests.landing.build import Landed, Row, account, land, put_accounts, put_rows, request

MAILS = ["ann@mail.example", "Ann@Mail.Example", "  ann@mail.example ", "ANN@MAIL.EXAMPLE"]
PHONES = ["+15555550123", "+1 555 555 0123", "+1 (555) 555-0123", "1.555.555.0123", " +1-555-555-0123 "]
DOMAINS: dict[str, tuple[str | None, str | None, bool | None]] = {
    "gmail": ("ann@gmail.com", "gmail.com", True),
    "capitals": ("ANN@GMAIL.COM", "gmail.com", True),
    "disposable": ("ann@yopmail.com", "yopmail.com", True),
    "own": ("ann@corp.example", "corp.example", False),
    "under": ("ann@mail.gmail.com.corp.example", "mail.gmail.com.corp.example", False),
    "no_address": ("ann", None, None),
    "none": (None, None, None),
    "empty": ("", None, None),
}
WORDS: dict[str, tuple[str, Any, Any]] = {
    "country": ("declared_country", "de", "DE"),
    "country_spaces": ("billing_country", " FR ", "FR"),
    "country_of_three": ("payment_country", "USA", None),
    "country_in_words": ("nationality", "Germany", None),
    "country_number": ("declared_country", "49", None),
    "level": ("verification_level", "ID", "id"),
    "level_unknown": ("verification_level", "kyc", None),
    "level_sentence": ("verification_level", "call ann@mail.example", None),
}
REFUSED: list[tuple[Row, str]] = [
    (account("x", created_at=None), "missing_value: created_at"),
    (account("x", created_at="2026-08-01"), "time_zone_missing: created_at"),
    (account("x", created_at="2026-08-01T00:00:00"), "time_zone_missing: created_at"),
    (account("x", created_at="20260-08-01T00:00:00Z"), "out_of_range: created_at"),
    (account("x", verified_at="soon"), "wrong_type: verified_at"),
    (account(""), "missing_value: account_id"),
    (account("x" * 257), "broken_id: account_id"),
    (account() | {"account_id": ["x"]}, "wrong_type: account_id"),
]
ADDRESSES = {
    "8.8.8.8": "8.8.8.8",
    " 2600::1 ": "2600::1",
    "10.0.0.1, 8.8.4.4": "8.8.4.4",
    "8.8.8.8:80": None,
    "home": None,
}


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All cases, an account each."""
    root = tmp_path_factory.mktemp("lake")
    put_rows(root, [request()])
    rows = [row for row, _ in REFUSED]
    rows += [account(f"mail{number}", email=mail) for number, mail in enumerate(MAILS)]
    rows += [account(f"phone{number}", phone=phone) for number, phone in enumerate(PHONES)]
    rows += [account("other", email="eve@mail.example", phone="+15555550124")]
    rows += [account(f"domain_{label}", email=mail) for label, (mail, *_) in DOMAINS.items()]
    rows += [account(f"word_{label}", **{column: value}) for label, (column, value, _) in WORDS.items()]
    rows += [account(f"address{number}", signup_ip=written) for number, written in enumerate(ADDRESSES)]
    rows += [account("listed", email=["a"]), account("15555550123"), account("Ann@mail.example")]
    rows += [account("twice", plan="first"), account("twice", plan="second")]
    put_accounts(root, rows)
    return land(root)


@pytest.mark.parametrize(("kind", "count", "column"), [("mail", len(MAILS), "email"), ("phone", len(PHONES), "phone")])
def test_one_value_in_any_writing_has_one_key(landed: Landed, kind: str, count: int, column: str) -> None:
    keys = {landed.accounts[f"{kind}{number}"][column] for number in range(count)}
    assert len(keys) == 1
    assert keys != {None}
    assert landed.accounts["other"][column] not in keys


@pytest.mark.parametrize("label", DOMAINS)
def test_domain(landed: Landed, label: str) -> None:
    row = landed.accounts[f"domain_{label}"]
    assert (row["email_domain"], row["public_mail"]) == DOMAINS[label][1:]


@pytest.mark.parametrize("label", WORDS)
def test_word_outside_its_vocabulary_costs_that_value_only(landed: Landed, label: str) -> None:
    column, _, expected = WORDS[label]
    assert landed.accounts[f"word_{label}"][column] == expected


@pytest.mark.parametrize("written", ADDRESSES)
def test_what_is_no_address_is_not_kept(landed: Landed, written: str) -> None:
    assert landed.accounts[f"address{list(ADDRESSES).index(written)}"]["signup_ip"] == ADDRESSES[written]


def test_a_list_for_a_text_costs_nothing_else(landed: Landed) -> None:
    row = landed.accounts["listed"]
    assert (len(row["email"]), row["email_domain"]) == (32, None)


def test_an_id_of_digits_alone_is_no_telephone_number(landed: Landed) -> None:
    assert "15555550123" in landed.accounts
    assert sum(name.startswith("account-") for name in landed.accounts) == 1
    assert "Ann@mail.example" not in landed.accounts


def test_dropped_words_are_counted(landed: Landed) -> None:
    dropped = landed.notes["dropped_values"]
    assert dropped == {"payment_country": 1, "nationality": 1, "declared_country": 1, "verification_level": 2}


@pytest.mark.parametrize("place", range(len(REFUSED)))
def test_refused(landed: Landed, place: int) -> None:
    assert landed.reasons.get(("accounts.jsonl", place + 1)) == REFUSED[place][1]
    assert {row["landing_table"] for row in landed.quarantine} == {"accounts"}


def test_first_of_two_is_taken(landed: Landed) -> None:
    assert landed.accounts["twice"]["plan"] == "first"
    assert landed.facts["duplicates"] >= 1


def test_every_row_is_accounted_for(landed: Landed) -> None:
    landed.settle(1 + len(REFUSED) + len(MAILS) + len(PHONES) + 1 + len(DOMAINS) + len(WORDS) + len(ADDRESSES) + 5)


def test_values_are_keyed_by_kind(tmp_path: Path) -> None:
    put_rows(tmp_path, [request()])
    kinds = {"payment_fingerprint": "payment", "device_id": "device", "id_document_hash": "document"}
    put_accounts(tmp_path, [account("a", **dict.fromkeys(kinds, "same-value"))])
    row = land(tmp_path).accounts["a"]
    assert len({row[column] for column in kinds.values()}) == 3
    assert all(len(row[column]) == 32 for column in kinds.values())


def test_without_accounts_and_actions_the_day_passes(tmp_path: Path) -> None:
    put_rows(tmp_path, [request()])
    landed = land(tmp_path)
    assert (landed.accounts, landed.table("actions")) == ({}, [])
    landed.settle(1)
