"""Putting quarantined rows right: a sheet of what is wrong goes out, a person's corrections come in as landed files.

What landed is never changed. A correction names a landed row and the columns that take another value; the next run of
the day takes the row with it. So the log as delivered, what was wrong with it and who put what right all stay.
"""

import shutil
from pathlib import Path

import duckdb

from tasks.contracts.landing import LANDING_CORRECTIONS
from tasks.contracts.requests import QUARANTINE
from tasks.errors import CallError
from tasks.lake import LANDED
from tasks.stage import Run, sql, today
from tasks.stage.connection import connection, open_inputs, quoted, quoted_path

_OWN = {"landing_table", "file", "row"}


def quarantined(run: Run) -> dict[str, int]:
    """How many rows of the day are in quarantine, by reason; files that could not be read at all are not among them."""
    with connection(run.lake, run.settings) as con:
        _open_quarantine(con, run)
        rows = con.execute(
            "select reason, count(*) from quarantine where row_number > 0 group by 1 order by 2 desc, 1"
        ).fetchall()
    return dict(rows)


def write_sheet(run: Run, target: Path) -> int:
    """Write the day's quarantined rows as JSON Lines, ready to be completed into corrections; gives their number.

    No CSV: a spreadsheet would run what a landed name may hold.
    """
    return _copy(run, sql(__file__, "sheet"), target)


def deliver(run: Run, corrections: Path) -> Path:
    """Put a file of corrections into the day's landing, in the place of one of the same name.

    Raises:
        CallError: the file is not there, or has a name that landing does not read.
    """
    if not corrections.is_file():
        raise CallError(f"the corrections {corrections} are no file; write a sheet of what is wrong with --sheet FILE")
    if not corrections.name.endswith(LANDED):
        raise CallError(f"the corrections {corrections} have a name that is not read; end it in {', '.join(LANDED)}")
    target = _folder(run) / corrections.name
    hidden = target.with_name(f".{target.name}.writing")
    shutil.copyfile(corrections, hidden)
    run.lake.keep(hidden.replace(target))
    return target


def correct(run: Run, reason: str, values: dict[str, str]) -> int:
    """Give all rows that are in quarantine for `reason` the same `values`; gives their number.

    Raises:
        CallError: a column that no landed table has, or a reason for which no row is in quarantine.
    """
    known = {column.name for column in LANDING_CORRECTIONS.columns} - _OWN
    if unknown := sorted(set(values) - known):
        raise CallError(f"{', '.join(unknown)} cannot be put right; the columns are {', '.join(sorted(known))}")
    if reason not in (reasons := quarantined(run)):
        found = ", ".join(f"'{each}' ({count:,})" for each, count in reasons.items()) or "none"
        raise CallError(f"no row of {run.day} is in quarantine for '{reason}'; the reasons are: {found}")
    put_right = ", ".join(f'{quoted(value)} as "{name}"' for name, value in values.items())
    rows = (
        f"select landing_table, file, row, {put_right} from ({sql(__file__, 'sheet')}) where reason = {quoted(reason)}"
    )
    name = "".join(letter if letter.isalnum() else "-" for letter in reason)
    number = sum(1 for path in _folder(run).glob(f"{name}-*.jsonl"))
    target = _folder(run) / f"{name}-{number + 1:03}.jsonl"
    count = _copy(run, rows, target)
    run.lake.keep(target)
    return count


def _open_quarantine(con: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Make the view `quarantine`: of a day that was refused what was refused, else what is published."""
    if refused := run.lake.refused(QUARANTINE, run.day):
        con.execute(f"create view quarantine as from read_parquet({quoted_path(refused)}, hive_partitioning=false)")
    else:
        open_inputs(con, run.lake, (today(QUARANTINE),), run.day)


def _folder(run: Run) -> Path:
    folder = run.lake.landing(LANDING_CORRECTIONS, run.day)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _copy(run: Run, rows: str, target: Path) -> int:
    with connection(run.lake, run.settings) as con:
        _open_quarantine(con, run)
        hidden = target.with_name(f".{target.name}.writing")
        try:
            count = con.execute(f"copy ({rows}) to {quoted(str(hidden))} (format json)").fetchall()[0][0]
        except duckdb.IOException:
            raise CallError(f"{target} cannot be written; give a file in a folder that is there") from None
    hidden.replace(target)
    return int(count)
