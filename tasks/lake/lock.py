"""One writer at a time: a lock on the lake that the system frees when its holder dies."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks.errors import LakeBusyError

_held: dict[Path, int] = {}


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Hold the lake for writing; entered again by the same process, as a backfill's days do, it is free.

    Raises:
        LakeBusyError: another process holds it.
    """
    path = (root / "_private" / "lock").absolute()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _held.get(path):
        _held[path] += 1
        try:
            yield
        finally:
            _held[path] -= 1
        return
    with path.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise LakeBusyError(
                f"another run (process {handle.read().strip() or 'unknown'}) writes to the lake {root}; "
                "wait until it ends, then start this one again"
            ) from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        _held[path] = 1
        for left_over in (root / "_staging").glob("spill-*"):
            # A run that was killed leaves what it had spilled.
            shutil.rmtree(left_over, ignore_errors=True)
        try:
            yield
        finally:
            _held[path] = 0
