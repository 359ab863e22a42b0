"""Where partitions lie and how one takes another's place: staged, judged, flushed, then swapped in whole.

A stage's output first stands under `_staging/dt=DAY/TABLE`, where later stages of the same day read it.
Only when every gate of the day has passed does `publish` rename the files to `TABLE/dt=DAY/`. A table's day is
one Parquet file of a fixed name, so the rename replaces it at once and a reader that globs a table never
sees half of one version or two versions together.

A lake may also be a prefix of a bucket (`s3://BUCKET/PREFIX`): then all this is done with its objects, one PUT or copy
in the place of each rename, and the folder holds copies of those that were read or written (`tasks.lake.bucket`).
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from tasks.contracts.declaration import Table
from tasks.lake import manifest as manifests
from tasks.lake.bucket import bucket_at
from tasks.lake.disk import sync
from tasks.lake.manifest import Manifest

PART = "part-0.parquet"
# Signs of contact details, of a sentence, of characters that no system should put into a name.
_TELLING = re.compile(r"@|%40|\+\d|(\S+\s+){4}|[^\x20-\x7e\u00a0-\ud7ff]")
_TEXT_FORMS = (".jsonl", ".ndjson", ".json", ".csv")
LANDED = (".parquet", *(form + packed for form in _TEXT_FORMS for packed in ("", ".gz", ".zst")))


@dataclass(frozen=True)
class Partition:
    """A whole partition: where its file lies and what its manifest says."""

    path: Path
    manifest: Manifest


@dataclass(frozen=True)
class LandedFile:
    """A file that the operator's systems delivered; `digest` is of its bytes."""

    name: str
    path: Path
    digest: str
    known: bool

    @property
    def label(self) -> str:
        """The name as it may be shown: one that could hold contact details or a sentence is told by its digest."""
        if len(self.name) <= 120 and not _TELLING.search(self.name):
            return self.name
        return f"<{len(self.name)} characters> {hashlib.blake2b(os.fsencode(self.name), digest_size=4).hexdigest()}"


class Lake:
    """One folder with a folder for each table and in it one for each day.

    `place` is what the settings name, a folder or a bucket's prefix; `root` is the folder, or that of the copies.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.bucket = bucket_at(place)
        self.root = self.bucket.root if self.bucket else place

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process, on another machine, the copies lie in a folder of its own."""
        return Lake, (self.place,)

    def __str__(self) -> str:
        return self.bucket.address if self.bucket else str(self.place)

    def forget(self) -> None:
        """Look again for what others may have written; a folder is looked at each time in any case."""
        if self.bucket:
            self.bucket.forget()

    def published(self, table: Table, day: date) -> Partition | None:
        """The partition that readers see, or None."""
        return self._whole(self._folder(table, day))

    def current(self, table: Table, day: date) -> Partition | None:
        """The partition that a stage of this same day reads: the staged one before the published one."""
        return self._whole(self._staged(table, day)) or self.published(table, day)

    def landed(self, table: Table, day: date) -> tuple[LandedFile, ...]:
        """The day's landed files by name, hidden ones and markers (`_SUCCESS`) left out."""
        folder = self.landing(table, day)
        if not folder.is_dir():
            return ()
        files = sorted(
            path
            for path in folder.rglob("*")
            if path.is_file() and not any(part[0] in "._" for part in path.relative_to(folder).parts)
        )
        return tuple(
            LandedFile(path.relative_to(folder).as_posix(), path, file_digest(path), _readable(path)) for path in files
        )

    def landing(self, table: Table, day: date) -> Path:
        """The folder of the day's landed files, which may be missing; out of a bucket they are brought there first."""
        folder = self._folder(table, day)
        if self.bucket:
            self.bucket.bring_all(folder)
        return folder

    def keep(self, *written: Path) -> None:
        """Put files that were written here into the bucket, in this order, if the lake is in one."""
        if self.bucket:
            for path in written:
                self.bucket.put(path)

    def here(self, partition: Partition) -> Path:
        """The partition's file, on this machine's disk."""
        return self.bucket.bring(partition.path) if self.bucket else partition.path

    def published_days(self, table: Table) -> list[date]:
        """The days published, oldest first."""
        return self.days(table.name)

    def days(self, folder: str) -> list[date]:
        """The days that have a folder in this one, oldest first."""
        path = self.root / folder
        names = self.bucket.names(path) if self.bucket else (each.name for each in path.glob("dt=*"))
        return _days(names)

    def files(self, folder: str) -> set[str]:
        """The names of all files under a folder, from there on."""
        path = self.root / folder
        if self.bucket:
            return set(self.bucket.names(path))
        return {each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file()}

    def size(self, folder: str) -> int:
        """What all files under a folder take up, in bytes."""
        sized = self.bucket.size if self.bucket else manifests.size
        return sum(sized(self.root / folder / name) or 0 for name in self.files(folder))

    def holds(self, folder: str) -> bool:
        """Whether there is such a folder."""
        return bool(self.files(folder)) if self.bucket else (self.root / folder).is_dir()

    def before(self, table: Table, day: date, days: int = 7) -> Partition | None:
        """The newest published partition of the `days` days before `day`."""
        found = (self.published(table, day - timedelta(days=back)) for back in range(1, days + 1))
        return next((partition for partition in found if partition), None)

    def recent_rows(self, table: Table, day: date, days: int = 7) -> list[int]:
        """Row counts of the published partitions of the `days` days before `day`."""
        partitions = (self.published(table, day - timedelta(days=back)) for back in range(1, days + 1))
        return [partition.manifest.rows for partition in partitions if partition]

    def scratch(self, table: Table, day: date) -> Path:
        """An empty folder on the lake's own disk in which a partition is written before it is judged."""
        folder = self._staged(table, day).with_suffix(".writing")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def stage(self, table: Table, day: date, written: Path) -> None:
        """Make a judged scratch folder the day's staged partition."""
        staged = self._staged(table, day)
        for path in (*written.iterdir(), written):
            sync(path)
        shutil.rmtree(staged, ignore_errors=True)
        written.rename(staged)
        sync(staged.parent)
        self.keep(staged / PART, staged / manifests.NAME)

    def leave(self, day: date) -> None:
        """Drop the copies of what this machine staged in a bucket, for another one to publish."""
        if self.bucket:
            shutil.rmtree(self.root / "_staging" / f"dt={day}", ignore_errors=True)

    def refuse(self, table: Table, day: date, written: Path) -> Path:
        """Keep what a gate refused where a person can look at it; nothing reads it."""
        refused = self._refused(table, day)
        shutil.rmtree(refused, ignore_errors=True)
        refused.parent.mkdir(parents=True, exist_ok=True)
        written.rename(refused)
        self.keep(refused / PART)
        return refused

    def refused(self, table: Table, day: date) -> Path | None:
        """The file that a gate refused since the day was last published, or None."""
        path = self._refused(table, day) / PART
        if self.bucket:
            self.bucket.bring(path)
        return path if path.is_file() else None

    def refused_anything(self, day: date) -> bool:
        """Whether a gate refused the day since it was last published."""
        return any(name.endswith(PART) for name in self.files(f"_refused/dt={day}"))

    def landed_at(self, table: Table, day: date) -> float:
        """When anything in the day's landing changed last, in seconds since 1970; 0 where nothing landed."""
        folder = self._folder(table, day)
        if self.bucket:
            return self.bucket.changed_at(folder)
        return max((path.stat().st_mtime for path in (folder, *folder.rglob("*")) if path.exists()), default=0)

    def publish(self, tables: Iterable[Table], day: date) -> list[Table]:
        """Swap every staged partition of the day in; gives the tables that changed."""
        changed = [table for table in tables if self._swap(table, day)]
        for place in ("_staging", "_refused"):
            self._remove(self.root / place / f"dt={day}")
        return changed

    def publish_one(self, table: Table, day: date) -> bool:
        """Swap one staged partition in and leave the rest of the day as it is; gives whether readers see a change."""
        changed = self._swap(table, day)
        self._remove(self._staged(table, day))
        return changed

    def staged_anything(self, day: date) -> bool:
        """Whether work of this day waits to be published."""
        staged = self.root / "_staging" / f"dt={day}"
        names = self.bucket.names(staged) if self.bucket else (path.name for path in staged.glob("*/*"))
        return any(name.endswith(manifests.NAME) for name in names)

    def _swap(self, table: Table, day: date) -> bool:
        staged, folder = self._staged(table, day), self._folder(table, day)
        new, old = self._whole(staged), self._whole(folder)
        if new is None:
            return False
        same = old is not None and old.manifest.digest == new.manifest.digest
        if old and same:
            # The same rows: readers keep the file that they have, only what it was made from is new.
            replace(new.manifest, bytes=old.manifest.bytes).write(folder)
            self.keep(folder / manifests.NAME)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            # File before manifest: stopped in between, the manifest no longer fits its file and the next
            # run makes the partition again, while a reader already has the whole new file.
            for name in (PART, manifests.NAME):
                move = self.bucket.move if self.bucket else Path.replace
                move(staged / name, folder / name)
            sync(folder)
        return not same

    def _folder(self, table: Table, day: date) -> Path:
        return self.root / table.name / f"dt={day}"

    def _refused(self, table: Table, day: date) -> Path:
        return self.root / "_refused" / f"dt={day}" / table.name

    def _staged(self, table: Table, day: date) -> Path:
        return self.root / "_staging" / f"dt={day}" / table.name

    def _whole(self, folder: Path) -> Partition | None:
        """The partition in `folder` if its file is as large as its manifest says; the file may be still to bring."""
        if self.bucket:
            self.bucket.bring(folder / manifests.NAME)
        manifest = manifests.read(folder)
        if manifest is None:
            return None
        path = folder / manifest.file
        size = self.bucket.size(path) if self.bucket else manifests.size(path)
        return Partition(path, manifest) if size == manifest.bytes else None

    def _remove(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        if self.bucket:
            self.bucket.remove(folder)


def _days(names: Iterable[str]) -> list[date]:
    """The days that names such as `dt=2026-11-21/part-0.parquet` begin with, oldest first."""
    days = set()
    for name in names:
        with suppress(ValueError):
            days.add(date.fromisoformat(name.split("/")[0].removeprefix("dt=")))
    return sorted(days)


def _readable(path: Path) -> bool:
    """Whether the name has an ending that is read, and can be written in UTF-8 as DuckDB needs it."""
    return path.name.endswith(LANDED) and str(path).isprintable()


def file_digest(path: Path) -> str:
    """BLAKE2b of a file's bytes, read in pieces; once in a process, as long as size and time stay the same."""
    found = path.stat()
    return _digest_of(path, found.st_size, found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=65536)
def _digest_of(path: Path, *_stat: int) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
