"""The key of the fingerprints: given in the settings, else the lake's own, made on its first run.

It lies with the lake because fingerprints of different days must compare. A new lake takes over the key of the
user who makes it (`~/.config/portcullis`), so that one operator's lakes speak of the same values alike.
Whoever has it can test guesses of a phone number or an address, so only its owner may read it.
"""

import hashlib
import os
import secrets
from pathlib import Path

from tasks.counted import counted
from tasks.errors import CallError
from tasks.lake.bucket import bucket_at
from tasks.secret import read_secret
from tasks.settings import Settings

_LEAST = 32


def fingerprint_key(place: Path, settings: Settings) -> bytes:
    """The key for the lake at `place`.

    Raises:
        CallError: the key given is too short, or its file cannot be read or is readable by others; a lake in a bucket,
            which many machines work on and no file of one user protects, is given none.
    """
    given = settings.fingerprint
    if given.key:
        return _long_enough(given.key.get_secret_value().encode(), "fingerprint.key")
    if given.key_file:
        return _read(given.key_file)
    if bucket_at(place):
        raise CallError(
            "a lake in a bucket needs a key that is the same on every machine; give it with fingerprint.key_file in "
            "the settings, or as PORTCULLIS_FINGERPRINT__KEY"
        )
    kept = place / "_private" / "fingerprint.key"
    if not kept.exists():
        _make(kept, _read(_users()) if _users().exists() else _make(_users(), secrets.token_hex(32).encode()))
    return _read(kept)


def key_id(key: bytes) -> str:
    """A name for the key that tells nothing of it: what was made with another key is not up to date."""
    return hashlib.blake2b(b"which key", key=hashlib.sha256(key).digest(), digest_size=8).hexdigest()


def _users() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "portcullis" / "fingerprint.key"


def _make(path: Path, key: bytes) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
        handle.write(key)
    try:
        # Whole or not at all; another run that made one first keeps its own.
        os.link(written, path)
    except FileExistsError:
        return _read(path)
    finally:
        written.unlink()
    return key


def _read(path: Path) -> bytes:
    return _long_enough(read_secret(path, f"the fingerprint key {path}"), str(path))


def _long_enough(key: bytes, where: str) -> bytes:
    if len(key) < _LEAST:
        raise CallError(f"the key in {where} has {counted(len(key), 'character')}; at least {_LEAST} are needed")
    return key
