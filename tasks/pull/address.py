"""Where the database is: from the URL in the settings to what its driver wants and what may be shown to people."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from tasks.contracts.declaration import Table
from tasks.contracts.landing import LANDING_REQUESTS
from tasks.errors import CallError
from tasks.secret import read_secret
from tasks.settings import Database

_EXAMPLES = "postgresql://USER:PASSWORD@HOST:5432/DATABASE, mysql://USER:PASSWORD@HOST:3306/DATABASE, sqlite:////PATH"
_PORTS = {"postgresql": 5432, "mysql": 3306}
# The driver of each kind, and what it is told first.
_DRIVERS = {
    "postgresql": ("postgresql+asyncpg", ("set transaction isolation level repeatable read, read only",)),
    "mysql": (
        "mysql+aiomysql",
        (
            # As Postgres and SQLite have it, "group" is a name and no text.
            "set session sql_mode = 'ANSI_QUOTES'",
            "set session time_zone = '+00:00'",
            "start transaction with consistent snapshot, read only",
        ),
    ),
}
_ALIASES = {"postgres": "postgresql", "mariadb": "mysql"}
_SSL_MODES = ("disable", "prefer", "require", "verify-ca", "verify-full")


@dataclass(frozen=True)
class Address:
    """A database: `url` and `arguments` for its driver, `opening` to be said first, `place` to be shown.

    What is said first makes sure that nothing can be written, and that all is read as of one moment.
    """

    setting: str
    place: str
    url: URL = field(repr=False)
    opening: tuple[str, ...]
    arguments: Mapping[str, Any] = field(default_factory=dict, repr=False)


def address(settings: Database, table: Table) -> Address:
    """The database that holds `table`, from the settings.

    Raises:
        CallError: the URL is none, or names what cannot be read.
    """
    setting, text = _given(settings, table)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise CallError(f"{setting} is no URL; write one such as {_EXAMPLES}") from None
    kind = url.drivername.split("+")[0]
    kind = _ALIASES.get(kind, kind)
    if kind == "sqlite":
        return _sqlite(setting, url)
    if kind not in _PORTS:
        raise CallError(f"{setting} names a kind of database that is not read; write one such as {_EXAMPLES}")
    return _server(setting, kind, url)


def _given(settings: Database, table: Table) -> tuple[str, str]:
    if table is LANDING_REQUESTS and settings.log_url:
        return "database.log_url", settings.log_url.get_secret_value()
    if settings.url:
        return "database.url", settings.url.get_secret_value()
    path = settings.url_file or Path()
    return f"the URL in {path}", read_secret(path, f"the file of the database's URL, {path},").decode()


def _sqlite(setting: str, url: URL) -> Address:
    path = Path(url.database or "")
    if not path.is_file():
        raise CallError(f"{setting} names {path}, which is no file; write sqlite:/// and the path of the database")
    # Opened as its URI, so that it is not made where it is missing, nor written to.
    uri = URL.create("sqlite+aiosqlite", database=path.absolute().as_uri(), query={"mode": "ro", "uri": "true"})
    return Address(setting, f"sqlite:///{path}", uri, ("pragma query_only = on",))


def _server(setting: str, kind: str, url: URL) -> Address:
    host, port, mode = url.host or "", url.port or _PORTS[kind], str(url.query.get("sslmode", "prefer"))
    # Unescaped, a sign of the password's may end it early: then its rest stands where host or database should be.
    named = re.fullmatch(r"[\w.-]+|[0-9A-Fa-f:.]+", host, re.ASCII) and re.fullmatch(r"[^@/]+", url.database or "")
    if not named:
        raise CallError(
            f"{setting} has no host or no database, or its password holds one of @ : / ? # that is not escaped "
            f"(@ is written %40); write one such as {_EXAMPLES}"
        )
    if set(url.query) - {"sslmode"} or mode not in _SSL_MODES:
        raise CallError(f"{setting} may say sslmode={'|'.join(_SSL_MODES)} after its ? and no more; leave the rest out")
    shown = f"[{host}]" if ":" in host else host
    place = f"{kind}://{shown}:{port}/{url.database}"
    plain = url.set(drivername=kind, port=port, query={})
    driver, opening = _DRIVERS[kind]
    return Address(setting, place, plain.set(drivername=driver), opening, _secured(kind, mode))


def _secured(kind: str, mode: str) -> dict[str, Any]:
    """The driver's arguments for an `sslmode`; certificates are those that the system trusts."""
    if kind == "postgresql" and not mode.startswith("verify"):
        return {"ssl": mode}
    if mode in ("disable", "prefer"):
        # MySQL's driver cannot ask the server what it prefers.
        return {}
    context = ssl.create_default_context()
    context.check_hostname = mode == "verify-full"
    context.verify_mode = ssl.CERT_NONE if mode == "require" else ssl.CERT_REQUIRED
    return {"ssl": context}
