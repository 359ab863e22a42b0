"""A day straight from a gateway's own database: the rows of its tables are landed as if they had been exported.

From there on the day is made from files like any other, so that it can be made again when the database has forgotten
it. What is to be read stands in the source's room: `pull.sql`, and `pull_*.sql` for versions of its tables that lack a
column. The queries may name `:start` and `:end` (moments with their zone) and `:start_epoch` and `:end_epoch` (seconds
since 1970), the end excluded.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Failed

from tasks.contracts.landing import LANDING_ACCOUNTS
from tasks.errors import CallError, PortcullisError, StageFailedError
from tasks.pull.address import Address, address
from tasks.pull.file import PulledFile, settle
from tasks.pull.read import ColumnMissingError, DatabaseFailedError, read_rows
from tasks.sources import SOURCES
from tasks.sources.declaration import Source
from tasks.stage import Run


def _database_failed(_task: object, _run: object, state: Any) -> bool:
    return isinstance(state.result(raise_on_failure=False), DatabaseFailedError)


@task(
    name="pull",
    task_run_name="Pull from the database, {run.day}",
    cache_policy=NO_CACHE,
    persist_result=False,
    # A wrong password would be refused again; a server may come back.
    retries=2,
    retry_delay_seconds=5,
    retry_condition_fn=_database_failed,
)
def pull_task(run: Run) -> Any:
    """Pull, and end in a state that says what is wrong: a traceback says nothing more."""
    try:
        sentences = pull_day(run)
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    for sentence in sentences:
        get_run_logger().info("%s %s", run.day, sentence)
    return sentences


def pull(run: Run) -> list[str]:
    """Land what the configured database holds of the day, as a task of the flow that calls this.

    Gives a sentence for each source, none where no database is configured.

    Raises:
        CallError: the settings are wrong, or the database refuses what they say.
        DatabaseFailedError: the database does not answer.
    """
    ended = pull_task(run, return_state=True).result(raise_on_failure=False)
    if isinstance(ended, BaseException):
        raise ended
    return list(ended)


def pull_day(run: Run) -> list[str]:
    """What `pull` does, without Prefect."""
    return [_pull(run, source) for source in _sources(run)]


def _sources(run: Run) -> list[Source]:
    settings = run.settings.database
    if not (settings.url or settings.url_file):
        return []
    pulled = {source.name: source for source in SOURCES if _queries(source)}
    wrong = [name for name in settings.sources if name not in pulled]
    if wrong or not settings.sources:
        told = f"{wrong[0]} in database.sources cannot be pulled" if wrong else "database.sources is empty"
        raise CallError(f"{told}; name what to read from the database, of {', '.join(sorted(pulled))}")
    return [pulled[name] for name in settings.sources]


def _queries(source: Source) -> list[Path]:
    """The newest tables' query first, as the names sort."""
    return sorted(source.folder.glob("pull*.sql"))


def _pull(run: Run, source: Source) -> str:
    folder = run.lake.landing(source.table, run.day)
    name = f"pulled-{source.name}"
    if source.table is LANDING_ACCOUNTS and _today() > run.day + timedelta(days=1):
        # Accounts are told as they are now. Of a day long past that is second best, and its file says so.
        if list(folder.glob(f"{name}*.parquet")):
            return f"{source.name}: the accounts that landed with this day are kept; the database tells today's"
        name += f"-seen-{_today()}"
    found = address(run.settings.database, source.table)
    try:
        return f"{source.name}: {_land(run, source, found, folder / f'{name}.parquet')}"
    except OSError as error:
        raise StageFailedError("pull", run.day, run.lake, error) from None


def _land(run: Run, source: Source, found: Address, target: Path) -> str:
    queries = _queries(source)
    for query in queries:
        with PulledFile(target) as file:
            try:
                read_rows(run, source, found, query, file.take)
            except ColumnMissingError:
                # Older tables lack a column: the next query knows them.
                if query is queries[-1]:
                    raise
                continue
            file.close()
            return settle(run, found, file)
    raise AssertionError(f"{source.name} has no query to pull with")


def _today() -> date:
    return datetime.now(UTC).date()
