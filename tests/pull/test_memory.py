"""A day larger than a batch, and than what may be held in memory."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.pull.address import address
from tasks.pull.read import read_rows
from tasks.sources.new_api_logs import SOURCE
from tests.pull.gateways import Gateway, landed_file, run_of
from tests.sources.new_api_logs.build import AT, billed

ROWS, WIDTH = 30_000, 8192
MEGABYTES = ROWS * WIDTH >> 20
CHILD = """
import re, sys
from pathlib import Path
from tasks.pull import pull_day
from tests.pull.gateways import run_of
run = run_of(Path(sys.argv[1]), sys.argv[2], sources=("new_api_logs",), batch_rows=int(sys.argv[3]))
Path("/proc/self/clear_refs").write_text("5")
def told(what):
    return int(re.search(what + r":\s+(\d+)", Path("/proc/self/status").read_text())[1])
before = told("VmRSS")
print(pull_day(run)[0])
print(told("VmHWM") - before >> 10)
"""


def test_rows_come_in_batches(new_api: Gateway, tmp_path: Path) -> None:
    new_api.log(*(billed(number) for number in range(1, 2502)))
    run = run_of(tmp_path, new_api.url, batch_rows=1000)
    batches: list[pa.RecordBatch] = []
    found = address(run.settings.database, SOURCE.table)
    read_rows(run, SOURCE, found, SOURCE.folder / "pull.sql", batches.append)
    assert [len(batch) for batch in batches] == [1000, 1000, 501]


def test_memory_does_not_grow_with_the_day(new_api: Gateway, tmp_path: Path) -> None:
    new_api.log(billed(1, other="x" * WIDTH))
    digits = " union all ".join(f"select {digit} as digit" for digit in range(10))
    places = " cross join ".join(f"({digits}) as p{place}" for place in range(5))
    number = " + ".join(f"p{place}.digit * {10**place}" for place in range(5))
    new_api.run(
        "insert into logs (id, user_id, created_at, type, prompt_tokens, completion_tokens, use_time, other) "
        f"select {number}, 11, {AT}, 2, 1, 1, 1, (select other from logs where id = 1) from {places} "
        f"where {number} between 2 and {ROWS}"
    )
    call = [sys.executable, "-c", CHILD, str(tmp_path / "lake"), new_api.url, "500"]
    ended = subprocess.run(call, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    sentence, grown = ended.stdout.splitlines()
    assert f"{ROWS:,} rows of" in sentence
    assert int(grown) < MEGABYTES
    run = run_of(tmp_path / "lake", new_api.url)
    assert pq.ParquetFile(landed_file(run)).metadata.num_row_groups > 2
