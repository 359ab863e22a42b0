"""Throw-away servers: an empty Postgres, MariaDB or S3 server on a free loopback port, or a folder of SQLite files.

No server runs as root, so a test run by root starts them as `nobody`. Where the programs are not installed, the test
that wants them is skipped and says what to install.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pyarrow.fs import S3FileSystem
from sqlalchemy import URL, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

# It holds what a URL must escape.
PASSWORD = "s3cret/p@ss:word"
_OWNER = "nobody" if os.geteuid() == 0 else None
_START_SECONDS = 60

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Server:
    """A server that runs: what its URL begins with, the driver that tests use themselves, its own first database."""

    scheme: str
    driver: str
    first: str
    port: int
    options: str = ""
    quote: str = '"'

    def url(self, database: str, password: str = PASSWORD) -> str:
        """The URL as an operator writes it into the settings."""
        return self._url(self.scheme, database, password).render_as_string(hide_password=False)

    def create(self, database: str) -> None:
        """Make an empty database."""
        self.run(self.first, f"create database {database} {self.options}")

    def run(self, database: str, *statements: str) -> None:
        """Run statements, each in a transaction of its own."""
        asyncio.run(self._run(database, [(statement, None) for statement in statements]))

    def fill(self, database: str, table: str, rows: Rows) -> None:
        """Put rows, which have the same columns, into a table."""
        names = ", ".join(f"{self.quote}{name}{self.quote}" for name in rows[0])
        values = ", ".join(f":{name}" for name in rows[0])
        self.execute(database, f"insert into {table} ({names}) values ({values})", rows)

    def execute(self, database: str, statement: str, rows: Rows) -> None:
        """Run a statement with the values of each row."""
        asyncio.run(self._run(database, [("begin", None), (statement, rows), ("commit", None)]))

    def _url(self, scheme: str, database: str, password: str) -> URL:
        return URL.create(scheme, "reader", password, "127.0.0.1", self.port, database)

    async def _run(self, database: str, statements: Sequence[tuple[str, Rows | None]]) -> None:
        # No database can be made inside a transaction.
        engine = create_async_engine(self._url(self.driver, database, PASSWORD), isolation_level="AUTOCOMMIT")
        try:
            async with engine.connect() as connection:
                for statement, rows in statements:
                    if rows is None:
                        await connection.exec_driver_sql(statement)
                    else:
                        await connection.execute(text(statement), rows)
        finally:
            await engine.dispose()


@dataclass(frozen=True)
class Files(Server):
    """A folder of SQLite files in a server's place."""

    folder: Path = Path()

    def create(self, database: str) -> None:
        """Make an empty database."""
        self.run(database, "pragma user_version = 1")

    def _url(self, scheme: str, database: str, _password: str) -> URL:
        return URL.create(scheme, database=str(self.folder / f"{database}.db"))


@contextmanager
def sqlite() -> Iterator[Server]:
    """SQLite files, as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="portcullis-") as name:
        yield Files("sqlite", "sqlite+aiosqlite", "", 0, folder=Path(name))


@contextmanager
def postgres() -> Iterator[Server]:
    """A Postgres server, as long as the block runs."""
    initdb, program = _programs("Postgres", "postgresql", ("initdb", "postgres"), "usr/lib/postgresql/*/bin")
    with _folder() as folder:
        secret = folder / "password"
        secret.write_text(PASSWORD)
        _call(initdb, "-D", folder / "data", "-U", "reader", "--auth=scram-sha-256", f"--pwfile={secret}", "-E", "UTF8")
        port = free_port()
        options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off"}
        call = [program, "-D", folder / "data", *(f"--{name}={value}" for name, value in options.items())]
        with _answering(call, Server("postgresql", "postgresql+asyncpg", "postgres", port)) as server:
            yield server


@contextmanager
def mariadb() -> Iterator[Server]:
    """A MariaDB server, as long as the block runs."""
    pytest.importorskip("aiomysql", reason="no driver for MySQL here; install it with: pip install aiomysql")
    install, program = _programs("MariaDB", "mariadb-server", ("mariadb-install-db", "mariadbd"), "usr/sbin")
    with _folder() as folder:
        first = folder / "first.sql"
        first.write_text(
            f"create user reader@'127.0.0.1' identified by '{PASSWORD}';\n"
            "grant all on *.* to reader@'127.0.0.1' with grant option;\n"
        )
        data = f"--datadir={folder / 'data'}"
        _call(install, "--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db")
        port = free_port()
        paths = (f"--{name}={folder / name}" for name in ("socket", "pid-file"))
        network = (f"--port={port}", "--bind-address=127.0.0.1", "--skip-name-resolve")
        call = [program, "--no-defaults", data, f"--init-file={first}", *paths, *network]
        # What the gateways write is Chinese, which its default encoding cannot hold.
        server = Server("mysql", "mysql+aiomysql", "mysql", port, "character set utf8mb4", "`")
        with _answering(call, server):
            yield server


@contextmanager
def s3(bucket: str) -> Iterator[dict[str, str]]:
    """Moto's S3 server with an empty bucket, as long as the block runs; gives the variables that lead to it."""
    pytest.importorskip("moto", reason="no S3 server here; install it with: pip install 'portcullis[storage]'")
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    variables = {
        "AWS_ACCESS_KEY_ID": "reader",
        "AWS_SECRET_ACCESS_KEY": PASSWORD,
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }
    with _running(command, lambda: _reach(port)):
        S3FileSystem(
            access_key="reader", secret_key=PASSWORD, region="us-east-1", allow_bucket_creation=True,
            endpoint_override=variables["AWS_ENDPOINT_URL"],
        ).create_dir(bucket)  # fmt: skip
        yield variables


@contextmanager
def prefect(home: Path, database: Server) -> Iterator[str]:
    """A Prefect server in a home of its own that keeps its records in Postgres, as long as the block runs."""
    home.mkdir()
    database.create("prefect")
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    settings = {
        "HOME": str(home),
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database.url("prefect").replace("://", "+asyncpg://", 1),
    }
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with _running(command, lambda: _reach(port), env=kept | settings, cwd=home):
        yield f"http://127.0.0.1:{port}/api"


def _reach(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=1).close()


def _programs(name: str, package: str, programs: tuple[str, ...], folders: str) -> list[str]:
    places = os.pathsep.join([os.environ.get("PATH", ""), *map(str, sorted(Path("/").glob(folders)))])
    found = [path for program in programs if (path := shutil.which(program, path=places))]
    if len(found) < len(programs):
        pytest.skip(f"no {name} here; install it with: apt-get update && apt-get install -y {package}")
    return found


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="portcullis-") as name:
        shutil.chown(name, _OWNER or os.geteuid())
        yield Path(name)


def free_port() -> int:
    """A port on loopback that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _call(*arguments: object) -> None:
    subprocess.run([str(each) for each in arguments], check=True, capture_output=True, user=_OWNER, cwd="/")


@contextmanager
def _answering(call: Sequence[object], server: Server) -> Iterator[Server]:
    with _running(call, lambda: server.run(server.first, "select 1"), user=_OWNER, cwd="/"):
        yield server


@contextmanager
def _running(call: Sequence[object], ask: Callable[[], None], **options: Any) -> Iterator[None]:
    """A program from when `ask` no longer raises, as long as the block runs."""
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen([str(each) for each in call], stdout=nowhere, stderr=nowhere, **options)
    try:
        _wait(process, ask)
        yield
    finally:
        process.terminate()
        process.wait(_START_SECONDS)


def _wait(process: "subprocess.Popen[bytes]", ask: Callable[[], None]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            return ask()
        # A Postgres that is starting up says so in its driver's own words.
        except (OSError, SQLAlchemyError, asyncpg.PostgresError):
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
