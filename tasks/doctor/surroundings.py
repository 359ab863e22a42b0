"""What a lake needs around it: a free lock, a key that is secret, files that the settings name, room on the disk."""

import os
import shutil
import stat
from collections.abc import Iterator

from tasks.contracts import LANDING, PUBLISHED
from tasks.contracts.campaigns import CAMPAIGNS
from tasks.doctor.finding import Finding
from tasks.errors import CallError
from tasks.lake.key import fingerprint_key
from tasks.lake.lock import Holder
from tasks.stage import Run

# A day is written beside the one that it replaces, and spills what memory does not hold.
_DAYS_OF_ROOM = 3


def look_around(run: Run, dead: Holder | None) -> Iterator[Finding]:
    """Findings on all but the lake's own tables; `dead` is the holder that a free lock still names."""
    if dead:
        seen = f"the run of process {dead.process} died while it wrote to the lake"
        yield Finding("lock", "_private/lock", seen, "Start the run again: it takes up what was done, and frees this")
    if not os.access(run.lake.root, os.W_OK):
        seen = "this user cannot write there, or it is mounted read-only"
        yield Finding("disk", str(run.lake.root), seen, "Run as the user who owns it, or mount it for writing")
    yield from _key(run)
    yield from _named_files(run)
    yield from _room(run)


def _key(run: Run) -> Iterator[Finding]:
    given = run.settings.fingerprint
    own = run.lake.root / "_private" / "fingerprint.key"
    # A lake in a bucket has none of its own: one that is not given is said to be asked for below.
    if not (given.key or given.key_file or run.lake.bucket or own.exists()):
        if run.lake.published_days(CAMPAIGNS):
            seen = "it is gone, and the lake's fingerprints were made with it"
            yield Finding("key", str(own), seen, "Put it back from a backup: with another one every day is made anew")
        return
    try:
        fingerprint_key(run.lake.place, run.settings)
    except CallError as error:
        yield Finding("key", "fingerprint", str(error), "Do that before the next run")


def _named_files(run: Run) -> Iterator[Finding]:
    settings = run.settings
    files = {
        "networks.asn_database": settings.networks.asn_database,
        "networks.country_database": settings.networks.country_database,
        "campaigns.weights_folder": settings.campaigns.weights_folder,
        "database.url_file": settings.database.url_file,
        "metrics.textfile": settings.metrics.textfile and settings.metrics.textfile.parent,
    }
    for name, path in files.items():
        if path and not os.access(path, os.R_OK):
            yield Finding("settings", name, f"{path} is not there or cannot be read", "Name one that can")
    secret = settings.database.url_file
    if secret and secret.exists() and stat.S_IMODE(secret.stat().st_mode) & 0o077:
        yield Finding("settings", "database.url_file", "others can read it", f"Run: chmod 600 {secret}")


def _room(run: Run) -> Iterator[Finding]:
    days = run.lake.published_days(CAMPAIGNS)
    if not days:
        return
    newest = [run.lake.published(table, days[-1]) for table in PUBLISHED]
    needed = sum(each.manifest.bytes for each in newest if each)
    needed += sum(run.lake.size(f"{table.name}/dt={days[-1]}") for table in LANDING)
    free = shutil.disk_usage(run.lake.root).free
    if free < _DAYS_OF_ROOM * needed:
        seen = f"{free / 1e6:,.0f} MB are free, {days[-1]} takes {needed / 1e6:,.0f} MB"
        then = f"Make room for {_DAYS_OF_ROOM} such days; what may go: python -m flows.housekeeping --lake "
        yield Finding("disk", str(run.lake.root), seen, f"{then}{run.lake}")
