"""Fingerprints are HMAC-SHA-256 by the letter, and nothing but the key and the value goes in."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tasks.landing.keyed import install_macros
from tests.landing.build import account, land, put_accounts, put_rows, request, said

KEYS = [b"k" * 32, b"k" * 64, b"k" * 65, bytes(range(256)), "schlüssel".encode() * 4, b"\0" * 32]
TEXTS = ["", "a", "naïve 日本語 \U0001f980", "x" * 55, "x" * 56, "x" * 64, "x" * 10_000, "nul\0byte", "'; drop"]
HASHES = [(3412646317186510793, 4989380201218077220, 6530802887144669425)]


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection without macros."""
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize("key", KEYS, ids=["32", "64", "65", "256", "utf8", "zeros"])
def test_as_the_standard_library_makes_it(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    install_macros(con, key)
    for text in TEXTS:
        row = con.execute("select keyed(?), keyed_value('email', ?)", [text] * 2).fetchone()
        whole = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        value = hmac.new(key, f"email:{text}".encode(), hashlib.sha256).hexdigest()
        assert row == (whole, value[:32])


@pytest.mark.parametrize("key", KEYS[:2], ids=["32", "64"])
def test_a_texts_fingerprint_is_keyed_sha256_of_its_hash(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    install_macros(con, key)
    texts_key = base64.b64encode(hmac.digest(key, b"texts", "sha256")[:16])
    for text in TEXTS:
        hashed, kept = con.execute("select hash(?::varchar), item_of(hash(?::varchar))", [text] * 2).fetchall()[0]
        assert kept == int(hashlib.sha256(texts_key + b"i%d" % hashed).hexdigest()[:16], 16)


def test_the_hash_of_a_text_is_still_the_one_that_lakes_hold(con: duckdb.DuckDBPyConnection) -> None:
    """A DuckDB with another `hash` gives other fingerprints: say so in CHANGELOG, lakes need a backfill then."""
    found = con.execute("select hash('good morning'), hash('user', 'x'), hash([1::ubigint, 2::ubigint])").fetchall()
    assert found == HASHES


def test_every_pair_of_characters_is_a_word_where_there_are_no_spaces(con: duckdb.DuckDBPyConnection) -> None:
    install_macros(con, KEYS[0])
    for length in (*range(40), 200):
        text = "".join(chr(0x4E00 + place) for place in range(length))
        pairs = [text[place : place + 2] for place in range(length - 1)]
        assert con.execute("select pairs_of(?::varchar, ?)", [text, length]).fetchall() == [(pairs,)]


def test_nothing_has_no_fingerprint(con: duckdb.DuckDBPyConnection) -> None:
    install_macros(con, KEYS[0])
    assert con.execute("select keyed(null), keyed_value('email', null), item_of(null)").fetchone() == (None,) * 3


def _fingerprints(root: Path, key: str) -> dict[str, object]:
    put_rows(root, [request("ann@mail.example", api_key_id="k", messages=said("x" * 100, "good morning " * 9))])
    put_accounts(root, [account("acct-1", email="ann@mail.example", phone="+15555550123", payment_fingerprint="p")])
    landed = land(root, key=key)
    (row,), (owner,) = landed.requests, landed.accounts.values()
    names = ("request_id", "api_key_id", "opening", "item", "conversation", "head", "tail")
    return {name: row[name] for name in names} | {name: owner[name] for name in ("email", "phone", "payment")}


def test_the_key_decides(tmp_path: Path) -> None:
    first, again, other = (
        _fingerprints(tmp_path / name, key) for name, key in [("1", "k" * 32), ("2", "k" * 32), ("3", "j" * 32)]
    )
    assert first == again
    assert None not in first.values()
    assert [name for name, value in first.items() if value == other[name]] == []
