"""A lake in a bucket: the same digests as in a folder, from any machine, and whole whatever is cut off."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow.fs import FileSelector, S3FileSystem

from flows.stages import STAGES, up_to_date
from tasks.contracts import PUBLISHED
from tasks.contracts.landing import LANDING_REQUESTS as REQUESTS_LANDED
from tasks.contracts.requests import REQUESTS
from tasks.errors import BucketFailedError, CallError
from tasks.lake import Lake
from tasks.lake.bucket import Bucket, bucket_at
from tasks.landing import landing
from tests.stage.lakes import DAYS, day_run, digests, payloads, read_lines, run_day, run_days, write_lines

Machine = Callable[[str], Path]


def _bucket(place: Path) -> Bucket:
    found = bucket_at(place)
    assert found
    return found


def _objects(place: Path, s3: dict[str, str]) -> dict[str, int]:
    """What another client sees: every object's name under the lake, and its size."""
    storage = S3FileSystem(
        access_key="reader", secret_key=s3["AWS_SECRET_ACCESS_KEY"], endpoint_override=s3["AWS_ENDPOINT_URL"]
    )
    prefix = "/".join(place.parts[1:])
    found = storage.get_file_info(FileSelector(prefix, recursive=True))
    return {each.path.removeprefix(prefix + "/"): each.size for each in found if each.is_file}


def test_same_digests_as_in_a_folder_and_nothing_left_to_do(
    place: Path, machine: Machine, s3: dict[str, str], finished: Path
) -> None:
    run_days(place, DAYS[:2])
    assert digests(place, DAYS[:2]) == digests(finished, DAYS[:2])
    seen = _objects(place, s3)
    tables = {name for name in seen if name.split("/")[0] != "landing"}
    expected = {f"{table.name}/dt={day}" for table in PUBLISHED for day in DAYS[:2]}
    assert tables == {f"{each}/{name}" for each in expected for name in ("part-0.parquet", "_manifest.json")}
    # Another machine, which has no copies yet, finds all of it done and brings no table for that.
    copies = machine("second")
    assert all(up_to_date(day_run(place, day)) for day in DAYS[:2])
    assert not list(copies.rglob("part-0.parquet"))
    assert digests(place, DAYS[:2]) == digests(finished, DAYS[:2])


def test_another_machine_goes_on_with_what_was_staged(place: Path, machine: Machine) -> None:
    run = day_run(place, DAYS[0])
    for stage in STAGES[:3]:
        stage.run(run)
    copies = machine("second")
    computed = {outcome.stage for outcome in run_day(place, DAYS[0]) if outcome.computed}
    assert computed == {stage.name for stage in STAGES[3:]}
    # What nobody had to read was published without ever being brought.
    assert not list(copies.rglob("quarantine/*/part-0.parquet"))
    assert not _bucket(place).names(_bucket(place).root / "_staging")


def test_a_copy_is_brought_once_and_again_when_the_object_changed(place: Path, machine: Machine) -> None:
    machine("second")
    lake = Lake(place)
    [log] = [each.path for each in lake.landed(REQUESTS_LANDED, DAYS[0]) if each.name.startswith("payloads")]
    before = log.stat()
    lake.forget()
    lake.landed(REQUESTS_LANDED, DAYS[0])
    assert log.stat().st_ino == before.st_ino
    machine("first")
    other = Lake(place)
    changed = payloads(other.root, DAYS[0])
    changed.write_bytes(payloads(other.root, DAYS[1]).read_bytes())
    other.keep(changed)
    (late := changed.with_name("late.jsonl.gz")).write_bytes(changed.read_bytes())
    other.keep(late)
    machine("second")
    lake = Lake(place)
    assert {each.name for each in lake.landed(REQUESTS_LANDED, DAYS[0])} == {"payloads.jsonl.gz", "late.jsonl.gz"}
    assert log.read_bytes() == changed.read_bytes()
    _bucket(place).remove(lake.root / "landing" / "requests" / f"dt={DAYS[0]}")
    assert lake.landed(REQUESTS_LANDED, DAYS[0]) == ()


@pytest.mark.parametrize("cut", [0, 1, 2])
def test_cut_off_between_two_puts_readers_see_whole_files_and_the_next_run_mends_it(
    place: Path, machine: Machine, cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = day_run(place, DAYS[0])
    first = landing.run(run).manifests["requests"]
    run.lake.publish(PUBLISHED, DAYS[0])
    log = payloads(run.lake.root, DAYS[0])
    write_lines(log, read_lines(log)[:-100])
    run.lake.keep(log)
    second = landing.run(run).manifests["requests"]
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        left = iter(range(cut))
        for step in (Bucket.move, Bucket.remove):
            patch.setattr(Bucket, step.__name__, _cut_off(step, left))
        run.lake.publish(PUBLISHED, DAYS[0])
    # The machine and all its copies are lost.
    machine("second")
    run = day_run(place, DAYS[0])
    part = run.lake.root / "requests" / f"dt={DAYS[0]}" / "part-0.parquet"
    assert pq.read_table(_bucket(place).bring(part)).num_rows == (second if cut else first).rows
    published = run.lake.published(REQUESTS, DAYS[0])
    assert (published and published.manifest.digest) == [first.digest, None, second.digest][cut]
    assert landing.run(run).computed is False
    run.lake.publish(PUBLISHED, DAYS[0])
    published = run.lake.published(REQUESTS, DAYS[0])
    assert published and published.manifest.digest == second.digest


def _cut_off(step: Callable[..., None], left: Iterator[int]) -> Callable[..., None]:
    def cut_off(*arguments: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        step(*arguments)

    return cut_off


def test_a_lake_in_a_bucket_asks_for_a_key(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTCULLIS_FINGERPRINT__KEY")
    with pytest.raises(CallError, match=r"fingerprint\.key_file"):
        run_day(place, DAYS[0])


@pytest.mark.usefixtures("machine")
def test_a_bucket_that_is_not_there_is_said(s3: dict[str, str]) -> None:
    with pytest.raises(BucketFailedError, match=r"s3://nowhere/lake .*no bucket nowhere") as failed:
        Lake(Path("s3://nowhere/lake")).published_days(REQUESTS)
    assert s3["AWS_SECRET_ACCESS_KEY"] not in str(failed.value) and "reader" not in str(failed.value)


def test_a_name_that_climbs_out_of_the_folder_of_copies(place: Path, s3: dict[str, str]) -> None:
    bucket = _bucket(place)
    inside = bucket.root / "landing" / "requests" / f"dt={DAYS[0]}"
    bucket._objects()[f"landing/requests/dt={DAYS[0]}/../../../../gone.jsonl"] = bucket._objects()[
        bucket._name(inside / "payloads.jsonl.gz")
    ]
    with pytest.raises(CallError, match="no file can have"):
        Lake(place).landed(REQUESTS_LANDED, DAYS[0])
    assert not list(bucket.root.parent.rglob("gone.jsonl"))
