"""Care of a lake in a bucket: doctor, housekeeping, approvals, log of backfills, days, metrics, and who holds it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from prefect.artifacts import Artifact

from flows.approve import approve
from flows.backfill import backfill
from flows.daily import daily
from flows.doctor import doctor
from flows.housekeeping import housekeeping
from tasks.contracts import PUBLISHED
from tasks.contracts.approvals import APPROVALS
from tasks.contracts.backfills import BACKFILLS
from tasks.errors import LakeBusyError
from tasks.lake import Lake
from tasks.lake.lock import Holder, holder, writing
from tasks.lake.waiting import Waiting, telling, waited_for
from tests.scale.conftest import machine, place, s3
from tests.stage.lakes import DAYS, digests

__all__ = ["machine", "place", "s3"]
pytestmark = pytest.mark.usefixtures("server")
Machine = Callable[[str], Path]
DAY = DAYS[1]


@pytest.fixture
def kept(place: Path, finished: Path) -> Lake:
    """A lake in the bucket with all that the finished one has published."""
    lake = Lake(place)
    for table in PUBLISHED:
        for path in sorted((finished / table.name).rglob("*.*")):
            copy = lake.root / path.relative_to(finished)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            lake.keep(copy)
    return lake


def _ended(state: Any) -> tuple[bool, str]:
    return state.is_completed(), str(state.message)


def _examined(lake: Lake) -> tuple[bool, list[str]]:
    well, message = _ended(doctor(lake.place, return_state=True))
    return well, message.splitlines()


def _rows(lake: Lake, table: Any, day: Any) -> list[dict[str, Any]]:
    partition = lake.published(table, day)
    assert partition
    found: list[dict[str, Any]] = pq.read_table(lake.here(partition), partitioning=None).to_pylist()
    return found


def _put(lake: Lake, name: str, content: bytes) -> None:
    path = lake.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    lake.keep(path)


def test_the_doctor_finds_on_another_machine_what_is_wrong_in_the_bucket(kept: Lake, machine: Machine) -> None:
    machine("doctor")
    assert _examined(Lake(kept.place)) == (True, [f"{kept} is well"])
    machine("first")
    _put(kept, f"links/dt={DAY}/part-0.parquet", b"PAR1")
    _put(kept, f"members/dt={DAY}/part-1.parquet", b"")
    _put(kept, f"_staging/dt={DAYS[2]}/links/part-0.parquet", b"PAR1")
    _put(kept, f"_refused/dt={DAYS[0]}/links/part-0.parquet", b"PAR1")
    part = kept.root / "decisions" / f"dt={DAY}" / "part-0.parquet"
    changed = bytearray(part.read_bytes())
    changed[len(changed) // 3] ^= 255
    _put(kept, f"decisions/dt={DAY}/part-0.parquet", bytes(changed))
    machine("doctor")
    well, message = _examined(Lake(kept.place))
    assert not well
    assert {line.split(": ")[0] for line in message[1:]} == {"torn", "orphan", "unfinished", "refused", "changed"}
    again = f"python -m flows.daily --lake {kept} --date {DAY}"
    (orphan,) = [line for line in message if line.startswith("orphan")]
    assert orphan.endswith(f"Remove it: aws s3 rm {kept}/members/dt={DAY}/part-1.parquet")
    (changed_one,) = [line for line in message if line.startswith("changed")]
    assert changed_one.endswith(f"aws s3 rm {kept}/decisions/dt={DAY}/_manifest.json && {again}")


def test_housekeeping_removes_from_the_bucket_and_then_from_every_machine(
    kept: Lake, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTCULLIS_LANDING__LATE_DAYS", "0")
    monkeypatch.setenv("PORTCULLIS_RETENTION__TABLES", '{"quarantine": 30}')
    monkeypatch.setenv("PORTCULLIS_RETENTION__LANDING_DAYS", "30")
    call: dict[str, Any] = {"lake": kept.place, "date": DAYS[2] + timedelta(days=100), "return_state": True}
    gone = (f"quarantine/dt={DAYS[0]}", f"landing/requests/dt={DAYS[0]}")
    size = kept.size(gone[1])
    assert size > 10_000
    machine("keeper")
    well, message = _ended(housekeeping(**call))
    assert well, message
    assert f"--lake {kept} --date" in message and "quarantine, 2026-09-07 to 2026-09-08: 0.0 MB" in message
    assert all(Lake(kept.place).files(name) for name in gone)
    well, message = _ended(housekeeping(**call, remove=True))
    assert well and message.startswith("gone:")
    assert not any(Lake(kept.place).files(name) for name in gone)
    assert Lake(kept.place).files(f"quarantine/dt={DAYS[2]}")
    # Text that the bucket has no more lies on the other machine until it works again.
    machine("first")
    assert list((kept.root / gone[1]).iterdir())
    with writing(kept.place):
        assert not any(path.is_file() for name in gone for path in (kept.root / name).rglob("*"))
        assert list((kept.root / f"quarantine/dt={DAYS[2]}").iterdir())


def test_a_day_in_a_bucket_waits_for_a_word_and_is_published_with_it(
    kept: Lake, machine: Machine, finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for table in PUBLISHED:
        for name in ("part-0.parquet", "_manifest.json"):
            _put(
                kept,
                f"_staging/dt={DAY}/{table.name}/{name}",
                (finished / table.name / f"dt={DAY}" / name).read_bytes(),
            )
        assert kept.bucket
        kept.bucket.remove(kept.root / table.name / f"dt={DAY}")
    limits = {"ASK": "always", "MAX_NEW_SHARE": "0", "WAIT_MINUTES": "0.02"}
    for name, value in limits.items():
        monkeypatch.setenv(f"PORTCULLIS_APPROVAL__{name}", value)
    monkeypatch.setenv("PORTCULLIS_METRICS__TEXTFILE", str(tmp_path / "lake.prom"))
    published, message = _ended(daily(lake=kept.place, date=DAY, return_state=True))
    assert not published
    assert f"python -m flows.approve --lake {kept} --date {DAY} --answer publish" in message
    machine("second")
    said = approve(DAY, "publish", "staff 17", "looked at each", lake=kept.place, return_state=True)
    assert _ended(said)[0], said
    assert digests(kept.place) == digests(finished)
    machine("reader")
    (answer,) = _rows(Lake(kept.place), APPROVALS, DAY)
    assert (answer["answer"], answer["who"], answer["suspected"]) == ("publish", "staff 17", 1)
    metrics = (tmp_path / "lake.prom").read_text()
    assert f'portcullis_days{{lake="{kept}",state="published"}} 3.0' in metrics


def test_a_backfill_is_logged_in_the_bucket_and_every_day_is_listed(kept: Lake, machine: Machine) -> None:
    published, message = _ended(
        backfill(DAYS[0], DAYS[2], "to see", who="staff 17", lake=kept.place, return_state=True)
    )
    assert published, message
    machine("reader")
    lake = Lake(kept.place)
    (began,) = lake.published_days(BACKFILLS)
    (line,) = _rows(lake, BACKFILLS, began)
    assert (line["why"], line["outcome"], line["days_up_to_date"]) == ("to see", "published", 3)
    page: Any = Artifact.get("days")
    states = [cells[2].strip() for row in str(page.data).splitlines() if len(cells := row.split("|")) == 7]
    assert states[2:5] == ["published"] * 3, page.data


def test_a_landed_file_that_was_put_since_makes_its_day_stale(kept: Lake) -> None:
    _put(kept, f"landing/requests/dt={DAY}/more.jsonl", b"")
    # Not by a backfill: that would make the day again with the later one, which looks back to it.
    assert _ended(daily(kept.place, DAYS[2], return_state=True))[0]
    page: Any = Artifact.get("days")
    (row,) = [row for row in str(page.data).splitlines() if f"day-{DAY}" in row]
    assert "| stale |" in row


def test_the_holder_is_named_here_and_known_elsewhere(place: Path, machine: Machine) -> None:
    lock = Lake(place).root / "_private" / "lock"
    lock.parent.mkdir(exist_ok=True)
    lock.write_text("4711 run")
    assert holder(place) == (Holder("4711", "run"), False)
    with writing(place, "this") as dead:
        assert dead == Holder("4711", "run")
        assert holder(place) == (Holder(str(os.getpid()), "this"), True)
        machine("second")
        assert holder(place) == (None, True)
    machine("first")
    assert holder(place) == (None, False)
    assert lock.read_text() == ""


def test_another_machine_is_told_what_the_holder_waits_for(place: Path, machine: Machine) -> None:
    now = datetime(2026, 9, 9, 12, tzinfo=UTC)
    waiting = Waiting(DAY, "5f0c3c5e", "http://127.0.0.1:4200", now, now + timedelta(hours=4))
    with writing(place, "this"), telling(Lake(place), waiting):
        machine("second")
        with pytest.raises(LakeBusyError, match=f"waits for a person's word on {DAY}"), writing(place, "other"):
            pass
        machine("first")
    machine("second")
    assert waited_for(Lake(place)) is None
