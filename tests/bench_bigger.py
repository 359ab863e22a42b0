"""The same days in three ways, with the same digests: `python -m tests.bench_bigger WORLD START END`.

Embedded, with two Dask workers, and on S3-compatible storage (moto's server on this machine), each a backfill in a
process of its own against one Prefect server. WORLD is a folder with `landing/`, such as `flows.simulate` writes. A
line each: seconds by the clock and of the processors, and the most that its processes held in memory together (MiB),
all without the S3 server and Prefect's.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import psutil
from prefect.settings import PREFECT_API_URL
from prefect.testing.utilities import prefect_test_harness

from flows.stages import days_between
from tasks.lake.bucket import bucket_at
from tests import servers
from tests.stage.lakes import digests

_KEY = "0123456789abcdef0123456789abcdef"


def main() -> None:
    """Run the three ways and print a line for each; end with status 1 if any digest differs."""
    world, days = Path(sys.argv[1]), [date.fromisoformat(each) for each in sys.argv[2:4]]
    with (
        tempfile.TemporaryDirectory(prefix="portcullis-bench-") as name,
        prefect_test_harness(server_startup_timeout=300),
        servers.s3("lakes") as storage,
    ):
        folder = Path(name)
        os.environ |= {**storage, "XDG_CACHE_HOME": str(folder / "filled"), "PORTCULLIS_FINGERPRINT__KEY": _KEY}
        os.environ["PREFECT_API_URL"] = str(PREFECT_API_URL.value())
        found = []
        for way, place, variables in (
            ("embedded", folder / "embedded", {}),
            ("two Dask workers", folder / "dask", {"PORTCULLIS_DASK__WORKERS": "2"}),
            ("in a bucket", Path("s3:/lakes/bench"), {"XDG_CACHE_HOME": str(folder / "copies")}),
        ):
            _land(world, place)
            measured = _backfill(place, days, variables)
            found.append(digests(place, days_between(*days)))
            same = {"partitions": len(found[-1]), "digests as embedded": found[-1] == found[0]}
            print(json.dumps({"way": way, **measured, **same}), flush=True)  # noqa: T201
    sys.exit(any(each != found[0] for each in found))


def _land(world: Path, place: Path) -> None:
    bucket = bucket_at(place)
    root = bucket.root if bucket else place
    for source in (each for each in (world / "landing").rglob("*") if each.is_file()):
        target = root / source.relative_to(world)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        if bucket:
            bucket.put(target)
    if bucket:
        bucket.forget()


def _backfill(place: Path, days: list[date], variables: dict[str, str]) -> dict[str, float]:
    command = ["flows.backfill", "--lake", str(place), "--start", str(days[0]), "--end", str(days[1])]
    started, before, peak, own = time.monotonic(), _processors(), 0, os.environ | variables
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen([sys.executable, "-m", *command], env=own, stdout=log, stderr=log) as process,
    ):
        while process.poll() is None:
            peak = max(peak, _held(process.pid))
            time.sleep(0.1)
        log.seek(0)
        if process.returncode:
            sys.exit(log.read().decode()[-3000:])
    seconds, of_processors = time.monotonic() - started, _processors() - before
    return {"seconds": round(seconds, 1), "processor seconds": round(of_processors, 1), "peak MiB": round(peak / 2**20)}


def _processors() -> float:
    """Processor seconds of all that was started here and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _held(pid: int) -> int:
    """Resident bytes of a process and all that it started."""
    total = 0
    try:
        parent = psutil.Process(pid)
        for each in (parent, *parent.children(recursive=True)):
            total += each.memory_info().rss
    except psutil.NoSuchProcess:
        pass
    return total


if __name__ == "__main__":
    main()
