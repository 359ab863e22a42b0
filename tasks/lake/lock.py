"""One writer at a time: a lock on the lake that is freed when its holder dies.

On a lake in a folder the system keeps it. On one in a bucket, which many machines write to, Prefect's server keeps it
as well, as a global concurrency limit of one: a lease that its holder renews, and that ends by itself two minutes after
a holder that was killed.

The lock file names its holder, and is emptied when the holder lets go: a name that is found in a free lock is that of
a run that was killed. Of a lake in a bucket each machine has a file of its own.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency
from prefect.exceptions import ObjectNotFound

from tasks.errors import LakeBusyError, storage_error
from tasks.lake import Lake
from tasks.lake.bucket import Bucket
from tasks.lake.waiting import forget_waiting, waited_for

_LEASE_SECONDS = 120
_held: dict[Path, int] = {}


@dataclass(frozen=True)
class Holder:
    """Who holds a lake, or held it when it died: its process, and its flow run where it was one."""

    process: str
    run: str


@contextmanager
def writing(place: Path, run: str = "") -> Iterator[Holder | None]:
    """Hold the lake for writing; entered again by the same process, as a backfill's days do, it is free.

    Args:
        place: The lake, as the settings name it.
        run: The flow run that holds it, for whoever finds it dead.

    Yields:
        The holder before, if it died on this machine while it held the lake.

    Raises:
        LakeBusyError: another process holds it.
        UnwritableError: this user may not write there.
        StorageError: the disk is full or broken.
    """
    lake = Lake(place)
    path = _lock(lake)
    if _held.get(path):
        _held[path] += 1
        try:
            yield None
        finally:
            _held[path] -= 1
        return
    with _opened(path, lake) as handle, ExitStack() as elsewhere:
        _take(handle, lake)
        if lake.bucket:
            elsewhere.enter_context(_alone_anywhere(lake, lake.bucket))
        dead = _name(handle, lake, run)
        forget_waiting(lake)
        _held[path] = 1
        for left_over in (lake.root / "_staging").glob("spill-*"):
            # A run that was killed leaves what it had spilled.
            shutil.rmtree(left_over, ignore_errors=True)
        try:
            yield dead
        finally:
            _held[path] = 0
            handle.truncate(0)


def holder(place: Path) -> tuple[Holder | None, bool]:
    """Whom this machine's lock of the lake names, and whether somebody, here or elsewhere, lives and holds it."""
    lake = Lake(place)
    elsewhere = bool(lake.bucket and _held_anywhere(lake.bucket))
    try:
        with _lock(lake).open() as handle:
            named = _named(handle)
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return named or Holder("unknown", ""), True
            return named, elsewhere
    except OSError:
        return None, elsewhere


@contextmanager
def _alone_anywhere(lake: Lake, bucket: Bucket) -> Iterator[None]:
    """Hold the bucket against other machines whose runs go through the same Prefect server."""
    name = _limit(bucket)
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(name, limit=1)
    with ExitStack() as held:
        try:
            held.enter_context(concurrency(name, timeout_seconds=10, lease_duration=_LEASE_SECONDS, strict=True))
        except TimeoutError:
            raise _busy(
                lake,
                f"another run writes to the lake {bucket.address}; wait until it ends, then start this one again "
                f"(one that was killed lets go after {_LEASE_SECONDS} seconds; who holds it is told by: "
                f"prefect global-concurrency-limit inspect {name})",
            ) from None
        # Another machine may have written since this one last looked.
        bucket.forget()
        bucket.tidy()
        yield


def _held_anywhere(bucket: Bucket) -> bool:
    with get_client(sync_client=True) as client:
        try:
            return client.read_global_concurrency_limit_by_name(_limit(bucket)).active_slots > 0
        except ObjectNotFound:
            return False


def _limit(bucket: Bucket) -> str:
    return f"lake.{bucket.prefix.replace('/', '.')}"


def _lock(lake: Lake) -> Path:
    return (lake.root / "_private" / "lock").absolute()


def _opened(path: Path, lake: Lake) -> TextIO:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path.open("a+")
    except OSError as error:
        raise storage_error(lake, error) from None


def _take(handle: TextIO, lake: Lake) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        now = _named(handle)
        raise _busy(
            lake,
            f"another run (process {now.process if now else 'unknown'}) writes to the lake {lake}; "
            "wait until it ends, then start this one again",
        ) from None


def _busy(lake: Lake, otherwise: str) -> LakeBusyError:
    """Told with what the run that holds the lake waits for, if it waits for a person."""
    waits = waited_for(lake)
    return LakeBusyError(waits.sentence(lake) if waits else otherwise)


def _name(handle: TextIO, lake: Lake, run: str) -> Holder | None:
    """Write this process into the locked file; gives whom it named before."""
    dead = _named(handle)
    try:
        handle.truncate(0)
        handle.write(f"{os.getpid()} {run}")
        handle.flush()
    except OSError as error:
        raise storage_error(lake, error) from None
    return dead


def _named(handle: TextIO) -> Holder | None:
    handle.seek(0)
    process, _, run = handle.read().strip().partition(" ")
    return Holder(process, run) if process else None
