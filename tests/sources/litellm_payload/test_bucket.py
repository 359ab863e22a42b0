"""LiteLLM's own S3 logger wrote a bucket; a copy of a day's prefix of it is the landing of that day.

The same calls stand in the database's export, so what lands from the one is held against the other.
"""

import io
import tarfile
from pathlib import Path

import pytest

from tests.sources.litellm_spend_logs.build import RECORDED, Exports, LandedDay, land

EXPORTS = Exports(RECORDED)
COMPARED = ("account_id", "ip", "user_agent", "output_tokens", "status")


def _bucket() -> dict[str, bytes]:
    archive = tarfile.open(fileobj=io.BytesIO(EXPORTS.unpacked("bucket.tar.zst")))  # noqa: SIM115 - of memory
    return {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> LandedDay:
    """The copied prefix: hours as folders, an object a file, and a file of lines."""
    prefix = f"litellm/{EXPORTS.day}/"
    files = {key.replace(prefix, "requests/"): content for key, content in _bucket().items()}
    return land(tmp_path_factory.mktemp("lake"), EXPORTS.day, files)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> LandedDay:
    """The database's export of the same calls."""
    name = "spend_logs.jsonl.zst"
    return land(tmp_path_factory.mktemp("lake"), EXPORTS.day, {f"requests/{name}": EXPORTS.read(name)})


def test_names_are_what_the_logger_gives() -> None:
    names = [Path(key) for key in _bucket()]
    assert {len(name.parts) for name in names} == {4}
    assert {name.suffix for name in names} == {".json", ".jsonl"}
    assert all(name.name.startswith(("time-", "batch_")) for name in names)


def test_every_file_is_read(landed: LandedDay) -> None:
    rows = sum(content.count(b"\n") + 1 for content in _bucket().values())
    assert landed.facts["unreadable_files"] == 0
    assert landed.facts["rows_landed"] == rows
    assert landed.notes["rows_by_source"] == {"litellm_payload": rows}
    assert landed.notes["unknown_columns"] == {}


def test_rows_are_those_of_the_database(landed: LandedDay, exported: LandedDay) -> None:
    both = set(landed.by_id) & set(exported.by_id)
    assert len(both) > 15
    for name in both:
        one, other = landed.by_id[name], exported.by_id[name]
        assert [one[column] for column in COMPARED] == [other[column] for column in COMPARED]
        # The database estimates what a refused request would have cost, and does not tell a model that is unknown.
        alike = one["input_tokens"] == other["input_tokens"] and one["model"] == other["model"]
        assert alike or one["status"] in (400, 429, 503)


def test_what_a_copy_lacks(landed: LandedDay, exported: LandedDay) -> None:
    missing = {row["operation"] for name, row in exported.by_id.items() if name not in landed.by_id}
    # Objects of the Responses API have names that no file can have; an answer from the cache has another id.
    assert missing == {"responses", "chat"}
    assert all(len(Path(key).name) > 255 for key in (RECORDED / "too_long.txt").read_text().splitlines())
