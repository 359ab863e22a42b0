"""One writer at a time: a lock on the lake that the system frees when its holder dies.

The lock file names its holder, and is emptied when the holder lets go: a name that is found in a free lock is that of
a run that was killed.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tasks.errors import LakeBusyError, storage_error

_held: dict[Path, int] = {}


@dataclass(frozen=True)
class Holder:
    """Who holds a lake, or held it when it died: its process, and its flow run where it was one."""

    process: str
    run: str


@contextmanager
def writing(root: Path, run: str = "") -> Iterator[Holder | None]:
    """Hold the lake for writing; entered again by the same process, as a backfill's days do, it is free.

    Args:
        root: The lake.
        run: The flow run that holds it, for whoever finds it dead.

    Yields:
        The holder before, if it died while it held the lake.

    Raises:
        LakeBusyError: another process holds it.
        UnwritableError: this user may not write there.
        StorageError: the disk is full or broken.
    """
    path = _lock(root)
    if _held.get(path):
        _held[path] += 1
        try:
            yield None
        finally:
            _held[path] -= 1
        return
    with _opened(path, root) as handle:
        dead = _take(handle, root, run)
        _held[path] = 1
        for left_over in (root / "_staging").glob("spill-*"):
            # A run that was killed leaves what it had spilled.
            shutil.rmtree(left_over, ignore_errors=True)
        try:
            yield dead
        finally:
            _held[path] = 0
            handle.truncate(0)


def holder(root: Path) -> tuple[Holder | None, bool]:
    """Whom the lake's lock names, and whether that one lives and holds it."""
    try:
        with _lock(root).open() as handle:
            named = _named(handle)
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return named or Holder("unknown", ""), True
            return named, False
    except OSError:
        return None, False


def _lock(root: Path) -> Path:
    return (root / "_private" / "lock").absolute()


def _opened(path: Path, root: Path) -> TextIO:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path.open("a+")
    except OSError as error:
        raise storage_error(root, error) from None


def _take(handle: TextIO, root: Path, run: str) -> Holder | None:
    """Lock the file and write this process into it; gives whom it named before."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        now = _named(handle)
        raise LakeBusyError(
            f"another run (process {now.process if now else 'unknown'}) writes to the lake {root}; "
            "wait until it ends, then start this one again"
        ) from None
    dead = _named(handle)
    try:
        handle.truncate(0)
        handle.write(f"{os.getpid()} {run}")
        handle.flush()
    except OSError as error:
        raise storage_error(root, error) from None
    return dead


def _named(handle: TextIO) -> Holder | None:
    handle.seek(0)
    process, _, run = handle.read().strip().partition(" ")
    return Holder(process, run) if process else None
