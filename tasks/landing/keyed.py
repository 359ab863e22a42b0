"""Installs the macros of landing: keyed fingerprints, masks, and what is kept of a text."""

import base64
import hashlib
import hmac

import duckdb

from tasks.landing.cues import install_cues
from tasks.stage import sql

_BLOCK = 64


def install_macros(con: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Make the macros of `keyed.sql` and `text.sql` in `con`, keyed with `key` as HMAC-SHA-256 (RFC 2104) does."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    for name, pad in (("inner_pad", 0x36), ("outer_pad", 0x5C)):
        con.execute(f"set variable {name} = ?::blob", [bytes(byte ^ pad for byte in block)])
    # A key of its own for texts, as long as leaves a fingerprint's input in one block of SHA-256.
    text_key = base64.b64encode(hmac.digest(key, b"texts", "sha256")[:16]).decode()
    con.execute("set variable text_key = ?", [text_key])
    install_cues(con)
    for name in ("keyed", "text"):
        con.execute(sql(__file__, name))
