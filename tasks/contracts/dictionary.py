"""The data dictionary of `data/README.md`, written from the declarations: `python -m tasks.contracts.dictionary`."""

from pathlib import Path

from tasks.contracts import LANDING, PUBLISHED, RECORDED
from tasks.contracts.declaration import Column, Table

README = Path(__file__).parents[2] / "data" / "README.md"
_OPENING = """# Data

What lies in a lake, table by table. This page is written from the declarations in `tasks/contracts` by
`python -m tasks.contracts.dictionary`; a test fails when the two differ.

Each table's day is one file, `TABLE/dt=YYYY-MM-DD/part-0.parquet`, days in UTC, with `_manifest.json` beside it: row
count, a digest of the content, the digests of what it was made from, and the versions of code and configuration.
The day itself is a column of no file: readers of partitioned Parquet take it from the folder's name. A day is replaced
whole, by renaming one file over the other; a reader that opens a file once (Arrow, pandas) sees one version or the
other. DuckDB opens it twice and can fail if a day is replaced in those milliseconds: ask again.

Privacy classes: *open* tells nothing of a person; *pseudonym* stands for one and cannot be turned back without the
operator's key or systems; *personal* can point at one; *text* is what people wrote, and is in landing only.

Also here: `sample/` (a small made-up lake that `make demo` runs on), `reference/` (what addresses and mail domains are
looked up in, with sources and licences), and `lake/` (made by `make demo`, never committed).
"""


def dictionary() -> str:
    """The whole page."""
    sections = ["## What lands", *map(_table, LANDING), "## What comes out", *map(_table, PUBLISHED)]
    sections += ["## What people said and asked for", *map(_table, RECORDED)]
    return "\n".join([_OPENING, *sections])


def _table(table: Table) -> str:
    lines = [
        f"### {table.name}",
        "",
        f"A row is {table.grain}. Key: {', '.join(f'`{name}`' for name in table.key)}.",
        "",
        "| column | type | unit | privacy | meaning | limits |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_column(column) for column in table.columns),
        "",
    ]
    return "\n".join(lines)


def _column(column: Column) -> str:
    limits = [text for text, _ in column.broken]
    if column.filled is not None:
        limits.append(f"filled in {column.filled:.0%} of rows, else a warning")
    meaning = column.meaning.replace("|", "\\|")
    return (
        f"| `{column.name}` | `{column.type}` | {column.unit} | {column.privacy} | {meaning} | "
        f"{'; '.join(limits).replace('|', chr(92) + '|')} |"
    )


if __name__ == "__main__":
    README.write_text(dictionary())
