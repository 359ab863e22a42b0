"""The key of the fingerprints: whose it is, who may read it, and what it must be."""

from pathlib import Path

import pytest

from tasks.errors import CallError
from tasks.lake.key import fingerprint_key, key_id
from tasks.settings import load


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's configuration folder of this test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "portcullis"


def test_a_users_lakes_have_one_key(tmp_path: Path, config: Path) -> None:
    first, second = (fingerprint_key(tmp_path / name, load()) for name in ("one", "two"))
    assert first == second == (config / "fingerprint.key").read_bytes()
    assert len(first) >= 32


def test_only_the_owner_may_read_it(tmp_path: Path, config: Path) -> None:
    fingerprint_key(tmp_path / "lake", load())
    for kept in (config / "fingerprint.key", tmp_path / "lake" / "_private" / "fingerprint.key"):
        assert kept.stat().st_mode & 0o777 == 0o600
        assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_a_lake_keeps_its_key_when_the_users_is_another(tmp_path: Path, config: Path) -> None:
    first = fingerprint_key(tmp_path / "lake", load())
    (config / "fingerprint.key").write_bytes(b"x" * 64)
    assert fingerprint_key(tmp_path / "lake", load()) == first


def test_a_key_that_others_can_read_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "shared.key"
    path.write_bytes(b"k" * 32)
    path.chmod(0o640)
    with pytest.raises(CallError, match=f"{path} can be read by others; run: chmod 600 {path}"):
        fingerprint_key(tmp_path / "lake", load(None, {"fingerprint": {"key_file": path}}))


@pytest.mark.parametrize("given", ["key", "key_file"])
def test_a_short_key_is_refused_and_not_shown(tmp_path: Path, given: str) -> None:
    path = tmp_path / "short.key"
    path.write_text("secret-but-short\n")
    path.chmod(0o600)
    value = "secret-but-short" if given == "key" else path
    with pytest.raises(CallError, match="has 16 characters; at least 32 are needed") as refused:
        fingerprint_key(tmp_path / "lake", load(None, {"fingerprint": {given: value}}))
    assert "secret" not in str(refused.value)


def test_a_key_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"none\.key cannot be read: No such file"):
        fingerprint_key(tmp_path / "lake", load(None, {"fingerprint": {"key_file": tmp_path / "none.key"}}))


def test_the_id_of_a_key_tells_keys_apart_and_nothing_of_them() -> None:
    one, two = b"a" * 32, b"b" * 32
    assert key_id(one) != key_id(two)
    assert "a" * 4 not in key_id(one)


def test_a_key_longer_than_the_hash_takes_counts_to_its_end() -> None:
    assert key_id(b"a" * 64 + b"b") != key_id(b"a" * 64 + b"c")
