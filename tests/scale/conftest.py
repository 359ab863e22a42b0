"""A bucket, and machines that work on it: each has a folder of copies of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tasks.lake.bucket import bucket_at
from tests import servers
from tests.stage.lakes import SAMPLE

BUCKET = "lakes"


@pytest.fixture(scope="session")
def s3() -> Iterator[dict[str, str]]:
    """The variables that lead to an S3 server with the bucket `lakes`."""
    with servers.s3(BUCKET) as variables:
        yield variables


@pytest.fixture
def machine(
    s3: dict[str, str], finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Path]]:
    """Go to the machine of this name, with the copies it has; gives the folder of its copies.

    All have the key of the finished lake, so that digests compare.
    """
    key = (finished / "_private" / "fingerprint.key").read_text()
    for name, value in {**s3, "PORTCULLIS_FINGERPRINT__KEY": key}.items():
        monkeypatch.setenv(name, value)

    def go(name: str) -> Path:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name))
        bucket_at.cache_clear()
        return tmp_path / name / "portcullis"

    go("first")
    yield go
    bucket_at.cache_clear()


@pytest.fixture
def place(machine: object, request: pytest.FixtureRequest) -> Path:
    """A lake in the bucket, of this test alone, in which the sample landed."""
    found = Path("s3:", BUCKET, request.node.name)
    bucket = bucket_at(found)
    assert bucket
    for path in (each for each in (SAMPLE / "landing").rglob("*") if each.is_file()):
        copy = bucket.root / path.relative_to(SAMPLE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        bucket.put(copy)
    return found
