"""Where partitions lie and how one takes another's place: staged, judged, flushed, then swapped in whole.

A stage's output first stands under `_staging/dt=DAY/TABLE`, where later stages of the same day read it.
Only when every gate of the day has passed does `publish` rename the files to `TABLE/dt=DAY/`. A table's day is
one Parquet file of a fixed name, so the rename replaces it at once and a reader that globs a table never
sees half of one version or two versions together.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from tasks.contracts.declaration import Table
from tasks.lake import manifest as manifests
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
    """One folder with a folder for each table and in it one for each day."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def published(self, table: Table, day: date) -> Partition | None:
        """The partition that readers see, or None."""
        return self._whole(self._folder(table, day))

    def current(self, table: Table, day: date) -> Partition | None:
        """The partition that a stage of this same day reads: the staged one before the published one."""
        return self._whole(self._staged(table, day)) or self.published(table, day)

    def landed(self, table: Table, day: date) -> tuple[LandedFile, ...]:
        """The day's landed files by name, hidden ones and markers (`_SUCCESS`) left out."""
        folder = self.root / table.name / f"dt={day}"
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

    def published_days(self, table: Table) -> list[date]:
        """The days published, oldest first."""
        return self._days(self.root / table.name)

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

    def refuse(self, table: Table, day: date, written: Path) -> Path:
        """Keep what a gate refused where a person can look at it; nothing reads it."""
        refused = self._refused(table, day)
        shutil.rmtree(refused, ignore_errors=True)
        refused.parent.mkdir(parents=True, exist_ok=True)
        written.rename(refused)
        return refused

    def refused(self, table: Table, day: date) -> Path | None:
        """The file that a gate refused since the day was last published, or None."""
        path = self._refused(table, day) / PART
        return path if path.is_file() else None

    def refused_anything(self, day: date) -> bool:
        """Whether a gate refused the day since it was last published."""
        return any((self.root / "_refused" / f"dt={day}").glob(f"*/{PART}"))

    def landed_at(self, table: Table, day: date) -> float:
        """When anything in the day's landing changed last, in seconds since 1970; 0 where nothing landed."""
        folder = self.root / table.name / f"dt={day}"
        return max((path.stat().st_mtime for path in (folder, *folder.rglob("*")) if path.exists()), default=0)

    def publish(self, tables: Iterable[Table], day: date) -> list[Table]:
        """Swap every staged partition of the day in; gives the tables that changed."""
        changed = [table for table in tables if self.publish_one(table, day)]
        shutil.rmtree(self.root / "_staging" / f"dt={day}", ignore_errors=True)
        shutil.rmtree(self.root / "_refused" / f"dt={day}", ignore_errors=True)
        return changed

    def publish_one(self, table: Table, day: date) -> bool:
        """Swap one staged partition in and leave the rest of the day as it is; gives whether readers see a change."""
        staged, folder = self._staged(table, day), self._folder(table, day)
        new, old = self._whole(staged), self._whole(folder)
        if new is None:
            return False
        if old and old.manifest.digest == new.manifest.digest:
            # The same rows: readers keep the file that they have, only what it was made from is new.
            replace(new.manifest, bytes=old.manifest.bytes).write(folder)
            return False
        folder.mkdir(parents=True, exist_ok=True)
        # File before manifest: stopped in between, the manifest no longer fits its file and the next
        # run makes the partition again, while a reader already has the whole new file.
        for name in (PART, manifests.NAME):
            (staged / name).replace(folder / name)
        sync(folder)
        return True

    def staged_anything(self, day: date) -> bool:
        """Whether work of this day waits to be published."""
        return any((self.root / "_staging" / f"dt={day}").glob(f"*/{manifests.NAME}"))

    def _folder(self, table: Table, day: date) -> Path:
        return self.root / table.name / f"dt={day}"

    def _refused(self, table: Table, day: date) -> Path:
        return self.root / "_refused" / f"dt={day}" / table.name

    def _staged(self, table: Table, day: date) -> Path:
        return self.root / "_staging" / f"dt={day}" / table.name

    @staticmethod
    def _whole(folder: Path) -> Partition | None:
        manifest = manifests.read(folder)
        return Partition(folder / manifest.file, manifest) if manifest else None

    @staticmethod
    def _days(folder: Path) -> list[date]:
        days = []
        for path in folder.glob("dt=*"):
            try:
                days.append(date.fromisoformat(path.name.removeprefix("dt=")))
            except ValueError:
                continue
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
