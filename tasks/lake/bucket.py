"""A lake in S3-compatible storage: the objects under a prefix, and their copy in a folder, on which stages work.

DuckDB reads and writes files, so what is read is brought first, and not twice: a copy that has its object's size and
time of change is the object, as rsync decides it. What is written is put as one object, which S3 shows whole or not
at all. Where the storage is and who asks are told by the usual `AWS_...` variables, or by the machine's own role; they
are in no setting, log or message.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.fs as pafs

from tasks.errors import BucketFailedError, CallError

_SCHEME = "s3:"
# A larger object cannot be copied inside S3 at once.
_LARGEST_COPY = 5 << 30


@cache
def bucket_at(place: Path) -> "Bucket | None":
    """The bucket that `place` names (`s3://BUCKET/PREFIX`), one for all who ask in this process; None for a folder."""
    return Bucket(place) if place.parts[:1] == (_SCHEME,) else None


class Bucket:
    """The objects under a prefix as they were listed last, and their copy in the folder `root`."""

    def __init__(self, place: Path) -> None:
        if len(place.parts) < 2:
            raise CallError(f"{place} names no bucket; write it as s3://BUCKET or s3://BUCKET/PREFIX")
        self.prefix = "/".join(place.parts[1:])
        self.address = f"s3://{self.prefix}"
        caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        self.root = caches / "portcullis" / self.prefix
        # What lands holds text.
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CallError(
                f"the folder {self.root} for copies of {self.address} cannot be made ({error.strerror}); name another "
                "one with XDG_CACHE_HOME"
            ) from None
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        self._files = pafs.S3FileSystem(endpoint_override=endpoint)
        self._listed: dict[str, pafs.FileInfo] | None = None

    def forget(self) -> None:
        """Look again for what the bucket holds: somebody else may have written."""
        self._listed = None

    def size(self, path: Path) -> int | None:
        """The size in bytes of the object that `path` is the copy of; None where there is none."""
        found = self._objects().get(self._name(path))
        return found.size if found else None

    def changed_at(self, folder: Path) -> float:
        """When an object under `folder` was last written, in seconds since 1970; 0 where there is none."""
        within = self._name(folder) + "/"
        times = (found.mtime_ns for name, found in self._objects().items() if name.startswith(within))
        return max(times, default=0) / 1e9

    def names(self, folder: Path) -> list[str]:
        """The names of all objects under `folder`, from there on."""
        within = self._name(folder) + "/"
        return [name.removeprefix(within) for name in self._objects() if name.startswith(within)]

    def bring(self, path: Path) -> Path:
        """Make the copy of an object what the bucket has; gives `path`."""
        found = self._objects().get(self._name(path))
        if found is None:
            path.unlink(missing_ok=True)
        elif not _same(path, found):
            with self._answering(), tempfile.TemporaryDirectory(dir=self.root, prefix=".brought-") as folder:
                written = Path(folder) / "object"
                self._copy(self._key(path), str(written), self._files, _LOCAL)
                path.parent.mkdir(parents=True, exist_ok=True)
                _dated(written, found).replace(path)
        return path

    def bring_all(self, folder: Path) -> None:
        """Make the copy of a folder what the bucket has."""
        names = self.names(folder)
        for path in [path for path in folder.rglob("*") if path.is_file()]:
            if path.relative_to(folder).as_posix() not in names:
                path.unlink()
        for name in names:
            if {"", ".", ".."} & set(name.split("/")):
                raise CallError(f"an object under s3://{self._key(folder)} has a name that no file can have; rename it")
            self.bring(folder / name)

    def put(self, path: Path) -> None:
        """Put a file into the bucket, in place of its object at once."""
        self._copy(str(path), self._key(path), _LOCAL, self._files)
        self._note(path)

    def move(self, source: Path, target: Path) -> None:
        """Give the object of `source` to `target` too, its copy altogether; `remove` the rest when all have moved."""
        if (self.size(source) or 0) > _LARGEST_COPY:
            self.bring(source)
            self._copy(str(source), self._key(target), _LOCAL, self._files)
        else:
            with self._answering():
                self._files.copy_file(self._key(source), self._key(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        found = self._objects().get(self._name(source))
        if found and _same(source, found):
            source.replace(target)
        else:
            target.unlink(missing_ok=True)
        self._note(target)

    def remove(self, folder: Path) -> None:
        """Remove all objects under `folder`."""
        if gone := self.names(folder):
            with self._answering():
                self._files.delete_dir(self._key(folder))
            for name in gone:
                del self._objects()[f"{self._name(folder)}/{name}"]

    def tidy(self) -> None:
        """Remove the copies of objects that are gone: what housekeeping removes anywhere is to go from here too."""
        for days in ("*/dt=*", "landing/*/dt=*"):
            for path in self.root.glob(f"{days}/**/*"):
                if path.is_file() and self._name(path) not in self._objects():
                    path.unlink()

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process it is that process's own, with that machine's own folder."""
        return bucket_at, (Path(_SCHEME, self.prefix),)

    def _objects(self) -> "dict[str, pafs.FileInfo]":
        if self._listed is None:
            chosen = pafs.FileSelector(self.prefix, recursive=True, allow_not_found=True)
            with self._answering():
                found = self._files.get_file_info(chosen)
                bucket = self.prefix.split("/")[0]
                if not found and self._files.get_file_info(bucket).type is pafs.FileType.NotFound:
                    raise FileNotFoundError(f"there is no bucket {bucket}")
            within = self.prefix + "/"
            self._listed = {each.path.removeprefix(within): each for each in found if each.is_file}
        return self._listed

    def _note(self, path: Path) -> None:
        """Take down what the object is now that it was written, and date its copy alike."""
        with self._answering():
            found = self._files.get_file_info(self._key(path))
        self._objects()[self._name(path)] = found
        if path.is_file() and path.stat().st_size == found.size:
            _dated(path, found)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _key(self, path: Path) -> str:
        return f"{self.prefix}/{self._name(path)}"

    def _copy(self, source: str, target: str, origin: pafs.FileSystem, goal: pafs.FileSystem) -> None:
        with self._answering():
            pafs.copy_files(source, target, source_filesystem=origin, destination_filesystem=goal)

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise BucketFailedError(self.address, error) from None


_LOCAL = pafs.LocalFileSystem()


def _same(path: Path, found: "pafs.FileInfo") -> bool:
    try:
        copy = path.stat()
    except FileNotFoundError:
        return False
    return bool(copy.st_size == found.size and copy.st_mtime_ns == found.mtime_ns)


def _dated(path: Path, found: "pafs.FileInfo") -> Path:
    os.utime(path, ns=(found.mtime_ns, found.mtime_ns))
    return path
