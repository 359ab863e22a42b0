"""Speed and memory of landing beside DuckDB's bare read of the same files: `make bench`.

A made-up day in the contract's shape: prompts of about 600 characters, words with numbers, punctuation and line breaks.
Every figure stands beside a baseline measured in the same run, because machines differ and are noisy. What fingerprints
and flags cost is what landing takes longer than on the same rows without their messages: to read the text, to make
columns of it, to write and measure them. Processor seconds tell it on a machine that has other work too.
"""

import json
import resource
import sys
import tempfile
import time
from datetime import date
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

import duckdb

from flows.stages import STAGES
from tasks.contracts import PUBLISHED
from tasks.lake import Lake
from tasks.landing import landing
from tasks.settings import load
from tasks.stage import Run

DAY = date(2026, 11, 2)
REQUESTS = 1_000_000
ACCOUNTS = 20_000
THREADS = 2
_PHRASES = Path(__file__).parents[1] / "tasks" / "sample" / "phrases"

# Ten thousand texts of ten phrases; each request puts its own number round one of them.
_TEXTS = f"""
create table texts as
with phrases as (
    select row_number() over () as place, trim(line) as phrase
    from (select unnest(string_split(content, chr(10))) as line from read_text('{_PHRASES}/*.txt'))
    where length(trim(line)) between 25 and 90
)
select number,
       string_agg(phrase || if(hash(number, pick) % 7 = 0, '.' || chr(10), ', '), '' order by pick) as text
from (select unnest(range(10000)) as number), (select unnest(range(10)) as pick)
join phrases on place = hash(number, pick, 'phrase') % (select count(*) from phrases) + 1
group by number
"""
_MADE = f"""
select
    'req-' || i as request_id,
    timestamptz '{DAY} 00:00:00+00' + to_microseconds((i * 86399000000 // {REQUESTS})::bigint) as ts,
    'acct-' || (hash(i) % {ACCOUNTS}) as account_id,
    'key-' || (hash(i) % {ACCOUNTS}) as api_key_id,
    (hash(i) % {ACCOUNTS} // 100 + 12)::varchar || '.' || (hash(i) % {ACCOUNTS} % 100) || '.' || (hash(i, 1) % 3)
        || '.9' as ip,
    'sdk/1.' || (hash(i) % 9) as user_agent,
    'model-' || (hash(i) % 4) as model,
    'chat' as operation,
    [{{'role': 'system', 'content': 'You are a careful assistant.'}},
     {{'role': 'user', 'content': 'Order ' || i || ': ' || text || '. That was number ' || hash(i)}}] as messages,
    0::int as tool_count, false as stream,
    (150 + hash(i) % 100)::bigint as input_tokens, (50 + hash(i) % 500)::bigint as output_tokens,
    200::int as status, 12.5::double as latency_ms
from range({REQUESTS}) as numbers(i)
join texts on number = hash(i, 'text') % 10000
"""


def main() -> None:
    """Measure each shape in a process of its own and print one line a figure."""
    with tempfile.TemporaryDirectory(prefix="portcullis-bench-") as folder:
        for shape in ("parquet", "jsonl", "jsonl.gz"):
            lake = Path(folder) / shape
            landed = _make(lake, shape, _MADE)
            textless = Path(folder) / f"{shape}-textless"
            _make(textless, shape, f"select * exclude (messages) from ({_MADE})")
            bare = _in_a_process(_read, landed)
            without = _in_a_process(_land, textless)
            stages = _in_a_process(_run, lake)
            _print(shape, landed, bare, without, stages)


def _make(lake: Path, shape: str, rows: str) -> Path:
    target = lake / f"landing/requests/dt={DAY}" / f"requests.{shape}"
    target.parent.mkdir(parents=True)
    options = "format parquet, compression zstd" if shape == "parquet" else "format json"
    compression = ", compression gzip" if shape.endswith("gz") else ""
    in_text = f"select * replace (strftime(ts, '%Y-%m-%dT%H:%M:%S.%fZ') as ts) from ({rows})"
    made = rows if shape == "parquet" else in_text
    with duckdb.connect(config={"threads": THREADS}) as con:
        con.execute("set enable_progress_bar = false")
        con.execute(_TEXTS)
        con.execute(f"copy ({made}) to '{target}' ({options}{compression})")
    return target


def _read(landed: Path) -> dict[str, float]:
    """DuckDB reading every byte of the file and no more."""
    con = duckdb.connect(config={"threads": THREADS})
    started = time.monotonic()
    if landed.suffix == ".parquet":
        con.execute(f"select sum(hash(columns(*))) from '{landed}'").fetchall()
    else:
        con.execute(f"select sum(length(json)), count(json->>'ts') from read_ndjson_objects('{landed}')").fetchall()
    return {"bare read": time.monotonic() - started, "memory": _memory()}


def _land(lake: Path) -> dict[str, float]:
    """Landing alone, once everything that it needs is loaded."""
    run = _day(lake)
    import_module("tasks.gates.suite")
    used, started = time.process_time(), time.monotonic()
    landing.run(run)
    return {"landing": time.monotonic() - started, "processor": time.process_time() - used}


def _run(lake: Path) -> dict[str, float]:
    run, measured = _day(lake), _land(lake)
    rest = {stage.name: stage.run(run).seconds for stage in STAGES if stage is not landing}
    run.lake.publish(PUBLISHED, DAY)
    started = time.monotonic()
    for stage in STAGES:
        assert stage.up_to_date(run)
    return {**measured, **rest, "up to date": time.monotonic() - started, "memory": _memory()}


def _day(lake: Path) -> Run:
    return Run(Lake(lake), load(None, {"lake": lake, "threads": THREADS}), DAY)


def _memory() -> float:
    """Largest resident size of this process, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _in_a_process(function: object, path: Path) -> dict[str, float]:
    with get_context("spawn").Pool(1) as pool:
        measured: dict[str, float] = pool.apply(function, (path,))  # type: ignore[arg-type]
        return measured


def _print(
    shape: str, landed: Path, bare: dict[str, float], without: dict[str, float], stages: dict[str, float]
) -> None:
    size = landed.stat().st_size / 1e6
    seconds = stages["landing"]
    used = stages["processor"] - without["processor"]
    figures = {
        "shape": shape,
        "file MB": round(size),
        "landing requests/s": round(REQUESTS / seconds),
        "landing / bare read": round(seconds / bare["bare read"], 1),
        "fingerprints and flags prompts/s": round(REQUESTS / (seconds - without["landing"])),
        "processor seconds": {"landing": round(stages["processor"], 1), "fingerprints and flags": round(used, 1)},
        "seconds": {name: round(value, 2) for name, value in stages.items() if name not in ("processor", "memory")},
        "bare read seconds": round(bare["bare read"], 2),
        "peak GiB": round(stages["memory"], 2),
    }
    if shape == "jsonl":
        figures["landing MB/s a core"] = round(size / seconds / THREADS)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
