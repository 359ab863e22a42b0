"""From an empty Postgres to exports: LiteLLM's migrations, its proxy under traffic, then psql, ADBC and the bucket."""

import io
import subprocess
import tarfile
from pathlib import Path

import pyarrow as pa

from tests.servers import postgres
from tests.sources.litellm_spend_logs.producer import proxy, traffic, upstream

_HERE = Path(__file__).parent
_ROOMS = Path(__file__).parents[4] / "tasks" / "sources"
_TABLES = {"spend_logs": "LiteLLM_SpendLogs", "users": "LiteLLM_UserTable", "keys": "LiteLLM_VerificationToken"}
# A file system's names end here; a key of S3 may be four times as long.
_LONGEST_NAME = 255


def produce(python: Path, out: Path) -> None:
    """Write every export to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with postgres() as server, upstream.serving() as outside:
        server.create("litellm")
        database = server.url("litellm")
        installed = _installed(python)
        _migrate(installed / "litellm_proxy_extras" / "migrations", database)
        with proxy.serving(python, database, outside.port, prompts=True, batches=False) as gate:
            traffic.play(gate)
        with proxy.serving(python, database, outside.port, prompts=False, batches=True) as gate:
            traffic.play_unseen(gate)
        for name in _TABLES:
            _export(database, name, out)
        subprocess.run([python, _HERE / "exports.py", database, out], check=True)
    # Tracebacks tell where LiteLLM is installed.
    _save_bucket({key: body.replace(f"{installed}/".encode(), b"") for key, body in outside.objects.items()}, out)


def _installed(python: Path) -> Path:
    """The folder that LiteLLM is installed in."""
    code = "import litellm_proxy_extras as extras, pathlib; print(pathlib.Path(extras.__file__).parents[1])"
    found = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    return Path(found.stdout.strip())


def _migrate(migrations: Path, database: str) -> None:
    """Apply LiteLLM's migrations in order; Prisma's own program for it cannot be had everywhere."""
    for migration in sorted(migrations.glob("*/migration.sql")):
        _psql(database, "-v", "ON_ERROR_STOP=1", "-f", str(migration))


def _export(database: str, name: str, out: Path) -> None:
    """The table as its pull.sql gives it, and whole in the two forms that psql writes."""
    table = f'"{_TABLES[name]}"'
    bounds = ("-v", "start='2020-01-01T00:00:00Z'", "-v", "end='2100-01-01T00:00:00Z'")
    pull = _ROOMS / f"litellm_{name}" / "pull.sql"
    _save(out / f"{name}.pulled.csv.zst", _psql(database, "--csv", *bounds, "-f", str(pull)))
    _save(out / f"{name}.csv.zst", _psql(database, "-c", f"copy {table} to stdout (format csv, header)"))
    _save(out / f"{name}.jsonl.zst", _psql(database, "-At", "-c", f"select row_to_json(t) from {table} as t"))


def _psql(database: str, *arguments: str) -> bytes:
    # psql is looked up by name; a test that lacks it has been skipped for lack of a server.
    return subprocess.run(["psql", database, "-qX", *arguments], check=True, capture_output=True).stdout


def _save(path: Path, content: bytes) -> None:
    path.write_bytes(pa.Codec("zstd", compression_level=19).compress(content, asbytes=True))


def _save_bucket(objects: dict[str, bytes], out: Path) -> None:
    """The bucket as a copy of it would lie on a disk, and the keys that no file can be called by."""
    short = {key: body for key, body in sorted(objects.items()) if len(Path(key).name) <= _LONGEST_NAME}
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for key, body in short.items():
            member = tarfile.TarInfo(key)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    _save(out / "bucket.tar.zst", packed.getvalue())
    rest = sorted(set(objects) - set(short))
    (out / "too_long.txt").write_text("".join(f"{key}\n" for key in rest), encoding="utf-8")
