"""Each thing that can be wrong with a lake is found, once, with what to do; what is well is not."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tasks.doctor import Finding, examine
from tasks.lake.lock import writing
from tests.flows.unpublished import unpublish
from tests.stage.lakes import DAYS, contents, day_run

NOW = datetime(2026, 9, 10, 2, tzinfo=UTC)
DAY = DAYS[1]


def _found(lake: Path, now: datetime = NOW) -> list[Finding]:
    return list(examine(day_run(lake, date.max), now, 45))


def _only(lake: Path, now: datetime = NOW) -> Finding:
    (finding,) = _found(lake, now)
    return finding


def test_a_lake_that_is_well_is_left_as_it_is(lake: Path) -> None:
    before = contents(lake)
    assert _found(lake) == []
    assert contents(lake) == before


def test_a_torn_partition(lake: Path) -> None:
    (lake / "links" / f"dt={DAY}" / "part-0.parquet").write_bytes(b"PAR1")
    assert _only(lake) == Finding(
        "torn",
        f"links/dt={DAY}",
        "its file and its manifest do not belong together",
        f"Make it again: python -m flows.daily --lake {lake} --date {DAY}",
    )


def test_content_that_is_not_what_the_manifest_says(lake: Path) -> None:
    shutil.copy(lake / "members" / f"dt={DAY}" / "part-0.parquet", lake / "other")
    part = lake / "decisions" / f"dt={DAY}" / "part-0.parquet"
    changed = bytearray(part.read_bytes())
    changed[len(changed) // 3] ^= 255
    part.write_bytes(changed)
    finding = _only(lake)
    assert (finding.check, finding.where) == ("changed", f"decisions/dt={DAY}")
    manifest = lake / "decisions" / f"dt={DAY}" / "_manifest.json"
    assert finding.then == f"Make it again: rm {manifest} && python -m flows.daily --lake {lake} --date {DAY}"


def test_older_days_are_looked_at_by_their_files_only(lake: Path) -> None:
    part = lake / "decisions" / f"dt={DAYS[0]}" / "part-0.parquet"
    part.write_bytes(bytes(part.stat().st_size))
    assert [each.check for each in examine(day_run(lake, date.max), NOW, 3)] == ["changed"]
    assert list(examine(day_run(lake, date.max), NOW, 2)) == []


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("part-1.parquet", "readers that glob the table read it too"),
        ("._manifest.json.writing", "a run that was killed left it"),
    ],
)
def test_an_orphan(lake: Path, name: str, seen: str) -> None:
    (lake / "links" / f"dt={DAY}" / name).write_bytes(b"")
    path = lake / "links" / f"dt={DAY}" / name
    assert _only(lake) == Finding("orphan", f"links/dt={DAY}/{name}", seen, f"Remove it: rm -r {path}")


def test_a_day_that_was_never_finished(lake: Path) -> None:
    unpublish(lake, DAY)
    finding = _only(lake)
    assert (finding.check, finding.where) == ("unfinished", str(DAY))
    assert finding.then.endswith(f"python -m flows.daily --lake {lake} --date {DAY}")


def test_what_a_run_at_work_has_staged_is_nobodys_orphan(lake: Path) -> None:
    unpublish(lake, DAY)
    with writing(lake):
        assert _found(lake) == []


def test_a_day_that_a_gate_refused(lake: Path) -> None:
    (lake / "_refused" / f"dt={DAY}" / "requests").mkdir(parents=True)
    assert (_only(lake).check, _only(lake).where) == ("refused", str(DAY))


def test_a_day_that_landed_and_was_never_run(lake: Path) -> None:
    later = DAYS[2] + timedelta(days=1)
    shutil.copytree(lake / "landing" / "requests" / f"dt={DAY}", lake / "landing" / "requests" / f"dt={later}")
    finding = _only(lake, NOW + timedelta(days=1))
    assert (finding.check, finding.where) == ("missing", str(later))
    assert f"python -m flows.daily --lake {lake} --date {later}" in finding.then


def test_a_day_that_never_landed(lake: Path) -> None:
    for folder in (*lake.glob(f"*/dt={DAY}"), *lake.glob(f"landing/*/dt={DAY}")):
        shutil.rmtree(folder)
    finding = _only(lake)
    assert (finding.check, finding.where) == ("missing", str(DAY))
    assert f"(landing/requests/dt={DAY})" in finding.then


def test_a_clock_that_is_behind(lake: Path) -> None:
    finding = _only(lake, datetime(2026, 9, 8, 23, tzinfo=UTC))
    assert (finding.check, finding.where) == ("future", str(DAYS[2]))


def test_a_holder_that_died(lake: Path) -> None:
    (lake / "_private" / "lock").write_text("4711 run")
    assert _only(lake).seen == "the run of process 4711 died while it wrote to the lake"


def test_a_key_that_others_can_read(lake: Path) -> None:
    key = lake / "_private" / "fingerprint.key"
    key.chmod(0o644)
    assert f"run: chmod 600 {key}" in _only(lake).seen


def test_a_key_that_is_gone_is_not_made_anew(lake: Path) -> None:
    (lake / "_private" / "fingerprint.key").unlink()
    assert _only(lake).check == "key"
    assert not (lake / "_private" / "fingerprint.key").exists()


def test_a_file_of_the_settings_that_is_gone(lake: Path) -> None:
    run = day_run(lake, date.max, networks={"asn_database": lake / "none.mmdb"})
    (finding,) = examine(run, NOW, 1)
    assert finding.sentence == (
        f"settings: networks.asn_database: {lake}/none.mmdb is not there or cannot be read. Name one that can"
    )


def test_a_disk_with_little_room(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(lake)
    monkeypatch.setattr("tasks.doctor.surroundings.shutil.disk_usage", lambda _: usage._replace(free=1_000_000))
    assert _only(lake).seen.startswith("1 MB are free, 2026-09-09 takes ")
