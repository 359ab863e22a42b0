"""The rows of a query, a batch at a time, and what is said where a database refuses or does not answer.

No word of a driver's is passed on: it may quote the URL or a row.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
from sqlalchemy import BigInteger, BindParameter, DateTime, NullPool, TextClause, bindparam, event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from tasks.errors import CallError, PortcullisError
from tasks.pull.address import Address
from tasks.pull.text import as_text
from tasks.sources.declaration import Source
from tasks.stage import Run

Answer = TypeVar("Answer")
Take = Callable[[pa.RecordBatch], None]
# SQLSTATE of Postgres, number of MySQL's and MariaDB's errors, name or words of SQLite's.
_REFUSED = {
    "the user or the password is refused": {"28P01", "28000", "1045", "1698"},
    "there is no such database": {"3D000", "1049"},
    "the file is no SQLite database, or may not be read": {"SQLITE_NOTADB", "SQLITE_CANTOPEN"},
    "the user may not read its tables": {"42501", "1044", "1142", "1143"},
    "it has no such table": {"42P01", "1146", "no such table"},
}
_NO_COLUMN = {"42703", "1054", "no such column"}


class DatabaseFailedError(PortcullisError):
    """The database does not answer, or stopped to; trying again may help."""


class ColumnMissingError(CallError):
    """A table lacks a column that the query names."""


class _Asked:
    """What is asked of whom, for what is said when the answer does not come."""

    def __init__(self, run: Run, source: Source, address: Address, query: str) -> None:
        self.seconds = run.settings.database.timeout_seconds
        self.address = address
        self.where = f"{source.name} cannot be read from {address.place}"
        self.again = f"python -m flows.daily --lake {run.lake} --date {run.day}"
        self.words = set(re.findall(r"\w+", query))

    async def answer(self, waited_for: Awaitable[Answer]) -> Answer:
        """Wait for the answer as long as the settings allow.

        Raises:
            CallError: the database refuses.
            DatabaseFailedError: it does not answer.
        """
        # Drivers raise anything, and may quote anything in it.
        try:
            async with asyncio.timeout(self.seconds):
                return await waited_for
        except Exception as error:
            told = self._told(error)
        # Outside the handler, so that the driver's error does not hang on ours.
        raise told

    def _told(self, error: Exception) -> PortcullisError:
        code, names = _code(error), self._names(error)
        if isinstance(error, TimeoutError):
            return self._failed(f"no answer within {self.seconds:g} seconds")
        if code in _NO_COLUMN:
            return ColumnMissingError(self._refused(f"a table has no such column{names}"))
        for reason, codes in _REFUSED.items():
            if code in codes:
                return CallError(self._refused(reason + (names if "table" in reason else "")))
        driver = getattr(error, "orig", None) or error
        return self._failed(f"{type(driver).__name__}{f' {code}' if code else ''}")

    def _refused(self, reason: str) -> str:
        remedy = f"Put right {self.address.setting} or database.sources, and run again"
        return f"{self.where}: {reason}. {remedy}: {self.again}"

    def _failed(self, reason: str) -> DatabaseFailedError:
        return DatabaseFailedError(
            f"{self.where}: {reason}. What landed before stays; when the database answers, run again: {self.again}"
        )

    def _names(self, error: Exception) -> str:
        """Names in the driver's message that are the query's own words."""
        found = re.findall(r"[\"'`:.]\s?(\w+)", str(getattr(error, "orig", error)))
        known = [name for name in dict.fromkeys(found) if name in self.words]
        return f" ({', '.join(known)})" if known else ""


def read_rows(run: Run, source: Source, address: Address, query: Path, take: Take) -> None:
    """Give `take` the rows of the query of the room, all columns as text; once for no rows.

    Raises:
        CallError: the database refuses what the settings say.
        DatabaseFailedError: it does not answer.
    """
    asked = _Asked(run, source, address, query.read_text())
    # In a thread of its own: the caller's may already be in an event loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _read(run, asked, _bound(query.read_text(), run), take)).result()


async def _read(run: Run, asked: _Asked, query: TextClause, take: Take) -> None:
    engine = _engine(asked.address)
    try:
        connection = await asked.answer(engine.connect())
        try:
            await _take_all(connection, run, asked, query, take)
        except BaseException:
            # A server that does not answer cannot be asked to end the transaction.
            await connection.invalidate()
            raise
        finally:
            with suppress(Exception):
                await connection.close()
    finally:
        await engine.dispose()


async def _take_all(connection: AsyncConnection, run: Run, asked: _Asked, query: TextClause, take: Take) -> None:
    for statement in asked.address.opening:
        await asked.answer(connection.exec_driver_sql(statement))
    result = await asked.answer(connection.stream(query))
    names = tuple(result.keys())
    while rows := await asked.answer(result.fetchmany(run.settings.database.batch_rows)):
        columns = [pa.array([as_text(value) for value in column], pa.string()) for column in zip(*rows, strict=True)]
        take(pa.RecordBatch.from_arrays(columns, names))


def _engine(address: Address) -> AsyncEngine:
    arguments = dict(address.arguments)
    try:
        # JSON stays the text that the database writes.
        engine = create_async_engine(address.url, poolclass=NullPool, connect_args=arguments, json_deserializer=str)
    except ModuleNotFoundError:
        raise CallError("reading from MySQL needs its driver; run: pip install 'portcullis[mysql]'") from None
    if address.url.drivername.startswith("sqlite"):
        event.listen(engine.sync_engine, "connect", _read_any_text)
    return engine


def _read_any_text(connection: Any, _record: object) -> None:
    """SQLite keeps any bytes as text; some that are no UTF-8 are not to stop the whole day."""
    connection.driver_connection.text_factory = lambda value: value.decode("utf-8", "replace")


def _bound(query: str, run: Run) -> TextClause:
    start = datetime(run.day.year, run.day.month, run.day.day, tzinfo=UTC)
    moments = {"start": start, "end": start + timedelta(days=1)}
    values: dict[str, BindParameter[Any]] = {}
    for name, moment in moments.items():
        values[name] = bindparam(name, moment, DateTime(timezone=True))
        values[f"{name}_epoch"] = bindparam(f"{name}_epoch", int(moment.timestamp()), BigInteger())
    return text(query).bindparams(*(value for name, value in values.items() if re.search(rf":{name}\b", query)))


def _code(error: Exception) -> str:
    driver = getattr(error, "orig", None) or error
    if driver.args and isinstance(driver.args[0], int):
        return str(driver.args[0])
    if words := re.match(r"no such (table|column)", str(driver)):
        return words.group()
    return str(getattr(driver, "sqlstate", None) or getattr(driver, "sqlite_errorname", None) or "")
