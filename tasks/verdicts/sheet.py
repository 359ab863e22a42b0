"""Many verdicts at once, as a person writes them into a spreadsheet and saves it as CSV."""

import csv
from pathlib import Path

from tasks.errors import CallError
from tasks.verdicts import Said

_COLUMNS = ("campaign", "accounts", "verdict", "who", "why")
_NEEDED = {"campaign", "verdict"}


def read_sheet(sheet: Path, who: str, why: str) -> list[Said]:
    """The verdicts of a CSV file with the columns campaign, accounts (spaces between), verdict, who, why.

    Args:
        sheet: The file, in UTF-8; comma or semicolon between its columns.
        who: Who says what stands in rows that name nobody.
        why: The reason of rows that give none.

    Raises:
        CallError: no file, no CSV, or columns that are not these.
    """
    try:
        with sheet.open(encoding="utf-8-sig", newline="") as lines:
            heading = lines.readline()
            lines.seek(0)
            rows = csv.DictReader(lines, delimiter=";" if heading.count(";") > heading.count(",") else ",")
            names = set(rows.fieldnames or ())
            if not _NEEDED <= names <= set(_COLUMNS):
                raise CallError(f"the sheet {sheet} must have the columns {', '.join(_COLUMNS)}, and no other")
            said = [_said(row, f"line {rows.line_num} of the sheet: ", who, why) for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CallError(f"the sheet {sheet} cannot be read as CSV ({type(error).__name__}); save it as such") from None
    if not said:
        raise CallError(f"the sheet {sheet} holds no verdict; write one a line under {','.join(_COLUMNS)}")
    return said


def _said(row: dict[str, str | None], where: str, who: str, why: str) -> Said:
    # A line with more cells than the heading has them under None.
    if None in row:
        raise CallError(f"{where}more cells than columns; put quotes round text that holds a comma")
    cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    accounts = tuple(cells["accounts"].split())
    return Said(cells["campaign"], cells["verdict"], cells["who"] or who, cells["why"] or why, accounts, where)
