"""The contract's own shape, for each landing table: columns of the declared names, taken as they are."""

from pathlib import Path

from tasks.contracts.declaration import Table
from tasks.sources.declaration import MESSAGES, TEXT, Source


def contract(table: Table) -> Source:
    """The contract's shape of `table`."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return Source(
        name="contract",
        table=table,
        folder=Path(__file__).parent,
        marks=frozenset(column.name for column in table.columns if column.needed),
        shape={column.name: MESSAGES if column.privacy == "text" else TEXT for column in table.columns},
        sql=f"select source_file, row_number, broken, {columns}, false as left_out from landed",
    )
