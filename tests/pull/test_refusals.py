"""What is said when a database refuses, does not answer, or is not there; and that no password is in it."""

import socket
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tasks.errors import CallError, PortcullisError
from tasks.pull.address import address
from tasks.pull.read import DatabaseFailedError, read_rows
from tasks.settings import load
from tasks.sources.new_api_logs import SOURCE
from tests.landing.build import DAY
from tests.pull.gateways import Gateway, landed_file, pulled, run_of
from tests.servers import PASSWORD, Server
from tests.sources.new_api_logs.build import billed

SECRET = "topsecret"
LOGS = ("new_api_logs",)
# SQLite has neither passwords nor users, and runs no server.
servers = pytest.mark.parametrize("server", ["postgresql", "mysql"], indirect=True)
URLS = {
    "no_url": f"reader {SECRET}",
    "go_dsn": f"root:{SECRET}@tcp(127.0.0.1:3306)/oneapi?charset=utf8mb4",
    "unescaped_at": f"postgresql://reader:{SECRET}@{SECRET}@127.0.0.1/oneapi",
    "unescaped_at_and_slash": f"postgresql://reader:a@{SECRET}/{SECRET}@127.0.0.1/oneapi",
    "unescaped_hash": f"mysql://reader:#{SECRET}@:x/oneapi",
    "other_kind": f"clickhouse://reader:{SECRET}@127.0.0.1/oneapi",
    "no_host": f"postgresql://reader:{SECRET}@/oneapi",
    "no_database": f"postgresql://reader:{SECRET}@127.0.0.1",
    "more": f"postgresql://reader:{SECRET}@127.0.0.1/oneapi?connection_limit=10&password={SECRET}",
    "mode": f"mysql://reader:{SECRET}@127.0.0.1/oneapi?sslmode=perhaps",
    "no_file": "sqlite:////nowhere/one-api.db",
    "memory": "sqlite://",
}


def _refusal(run: Any, kind: type[PortcullisError] = CallError) -> str:
    """The message of the error that pulling ends with; neither it nor its traceback may hold a password."""
    with pytest.raises(kind) as refused:
        pulled(run)
    shown = "".join(traceback.format_exception(refused.value)) + repr(refused.value.__context__)
    assert SECRET not in shown
    assert PASSWORD not in shown
    assert not list(run.lake.root.rglob("*.parquet"))
    return str(refused.value)


@pytest.mark.parametrize("label", URLS)
def test_a_wrong_url(tmp_path: Path, label: str) -> None:
    told = _refusal(run_of(tmp_path, URLS[label]))
    assert told.startswith("database.url ")
    assert CallError("x").exit_status == 2


@servers
def test_a_wrong_password(server: Server, tmp_path: Path) -> None:
    told = _refusal(run_of(tmp_path, server.url(server.first, SECRET)))
    place = f"{server.scheme}://127.0.0.1:{server.port}/{server.first}"
    again = f"python -m flows.daily --lake {tmp_path} --date {DAY}"
    assert told == (
        f"new_api_logs cannot be read from {place}: the user or the password is refused. "
        f"Put right database.url or database.sources, and run again: {again}"
    )


@servers
def test_no_such_database(server: Server, tmp_path: Path) -> None:
    assert "there is no such database" in _refusal(run_of(tmp_path, server.url("nothing")))


def test_another_gateways_database(server: Server, tmp_path: Path) -> None:
    server.create("empty")
    assert "it has no such table (logs)" in _refusal(run_of(tmp_path, server.url("empty")))
    if server.scheme != "sqlite":
        server.run(server.first, "drop database empty")


def test_a_column_that_no_version_lacks(new_api: Gateway, tmp_path: Path) -> None:
    new_api.run("alter table logs rename column prompt_tokens to tokens")
    told = _refusal(run_of(tmp_path, new_api.url))
    assert "a table has no such column (prompt_tokens)" in told


@servers
def test_a_table_that_may_not_be_read(new_api: Gateway, tmp_path: Path) -> None:
    user = f"nosy_{new_api.database}"
    if new_api.server.scheme == "postgresql":
        new_api.run(f"create user {user} password '{SECRET}'")
    else:
        new_api.run(f"create user {user} identified by '{SECRET}'", f"grant select on users to {user}")
    url = new_api.server.url(new_api.database, SECRET).replace("reader:", f"{user}:")
    assert "the user may not read its tables" in _refusal(run_of(tmp_path, url))


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_no_server(tmp_path: Path, scheme: str) -> None:
    if scheme == "mysql":
        pytest.importorskip("aiomysql")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    told = _refusal(run_of(tmp_path, f"{scheme}://reader:{SECRET}@127.0.0.1:{port}/oneapi"), DatabaseFailedError)
    assert f"{scheme}://127.0.0.1:{port}/oneapi" in told
    assert "What landed before stays; when the database answers, run again: python -m flows.daily" in told
    assert DatabaseFailedError("x").exit_status == 1


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_a_server_that_does_not_answer(tmp_path: Path, scheme: str) -> None:
    if scheme == "mysql":
        pytest.importorskip("aiomysql")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"{scheme}://reader:{SECRET}@127.0.0.1:{silent.getsockname()[1]}/oneapi"
        told = _refusal(run_of(tmp_path, url, timeout_seconds=0.5), DatabaseFailedError)
    assert "no answer within 0.5 seconds" in told


@servers
def test_a_query_that_does_not_end(server: Server, tmp_path: Path) -> None:
    waits = "pg_sleep(30)" if server.scheme == "postgresql" else "sleep(30)"
    query = tmp_path / "pull.sql"
    query.write_text(f"select {waits}")
    run = run_of(tmp_path, server.url(server.first), timeout_seconds=0.5)
    with pytest.raises(DatabaseFailedError, match=r"no answer within 0\.5 seconds"):
        read_rows(run, SOURCE, address(run.settings.database, SOURCE.table), query, lambda _: None)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "one-api.db"
    file.write_text("no database, " * 100)
    assert "the file is no SQLite database" in _refusal(run_of(tmp_path, f"sqlite:///{file}"))


@servers
def test_a_row_is_not_quoted(server: Server, tmp_path: Path) -> None:
    query = tmp_path / "pull.sql"
    # The error of each quotes the value.
    value = f"concat('~', '{SECRET}')"
    wrong = f"cast({value} as integer)" if server.scheme == "postgresql" else f"extractvalue(1, {value})"
    query.write_text(f"select {wrong}")
    run = run_of(tmp_path, server.url(server.first))
    with pytest.raises(PortcullisError) as refused:
        read_rows(run, SOURCE, address(run.settings.database, SOURCE.table), query, lambda _: None)
    assert SECRET not in "".join(traceback.format_exception(refused.value)) + repr(refused.value.__context__)


def test_nothing_can_be_written(new_api: Gateway, tmp_path: Path) -> None:
    new_api.log(billed(1))
    query = tmp_path / "pull.sql"
    query.write_text("delete from logs returning id")
    run = run_of(tmp_path, new_api.url)
    with pytest.raises(PortcullisError):
        read_rows(run, SOURCE, address(run.settings.database, SOURCE.table), query, lambda _: None)
    assert "1 row of" in pulled(run)[0]


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ((), "database.sources is empty; name what to read from the database, of "),
        (("new_api_log",), "new_api_log in database.sources cannot be pulled; name "),
        (("litellm_payload",), "litellm_payload in database.sources cannot be pulled; name "),
    ],
)
def test_wrong_sources(small: Gateway, tmp_path: Path, sources: tuple[str, ...], told: str) -> None:
    assert _refusal(run_of(tmp_path, small.url, sources=sources)).startswith(told)


def test_no_database_is_no_error(tmp_path: Path) -> None:
    assert pulled(run_of(tmp_path, "")) == []


@pytest.fixture
def url_file(small: Gateway, tmp_path: Path) -> Iterator[Path]:
    """A file with the URL in it."""
    small.log(billed(1))
    path = tmp_path / "database.url"
    path.write_text(f"{small.url}\n")
    path.chmod(0o600)
    yield path


def test_the_url_from_a_file(url_file: Path, tmp_path: Path) -> None:
    run = run_of(tmp_path / "lake", "", sources=LOGS, url_file=url_file)
    assert "1 row of" in pulled(run)[0]
    assert landed_file(run).is_file()


def test_a_file_that_others_can_read(url_file: Path, tmp_path: Path) -> None:
    url_file.chmod(0o640)
    assert _refusal(run_of(tmp_path / "lake", "", url_file=url_file)).endswith(f"run: chmod 600 {url_file}")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    told = _refusal(run_of(tmp_path / "lake", "", url_file=tmp_path / "none"))
    assert told.endswith("none, cannot be read: No such file or directory")


def test_the_settings_do_not_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTCULLIS_DATABASE__URL", f"mysql://reader:{SECRET}@127.0.0.1/oneapi")
    monkeypatch.setenv("PORTCULLIS_DATABASE__SOURCES", '["new_api_logs"]')
    settings = load()
    assert settings.database.sources == LOGS
    assert settings.database.url == SecretStr(f"mysql://reader:{SECRET}@127.0.0.1/oneapi")
    shown = (repr(settings), settings.model_dump_json(), repr(address(settings.database, SOURCE.table)))
    assert not [text for text in shown if SECRET in text]
