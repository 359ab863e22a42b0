"""The operator's own price list; none is shipped, because prices are no one else's to state."""

from pathlib import Path

import duckdb

from tasks.counted import counted
from tasks.errors import CallError

_COLUMNS = "{'model': 'VARCHAR', 'input_price': 'DOUBLE', 'output_price': 'DOUBLE', 'valid_from': 'DATE'}"


def load_prices(con: duckdb.DuckDBPyConnection, path: Path | None, query: str) -> None:
    """Make the table `prices` (model, input_price, output_price: per million tokens) with `query` over `price_list`.

    Raises:
        CallError: the file is no CSV of these columns, or states a price below zero.
    """
    con.execute(
        "create temp table price_list (model varchar, input_price double, output_price double, valid_from date)"
    )
    if path:
        try:
            con.execute(
                f"insert into price_list select * from read_csv(?, header=true, columns={_COLUMNS})", [str(path)]
            )
        except duckdb.Error:
            columns = "model,input_price,output_price,valid_from"
            raise CallError(f"the price list {path} is no CSV of {columns}; see docs/ledger.md") from None
        wrong = "model is null or valid_from is null or not (input_price >= 0 and output_price >= 0)"
        count = con.execute(f"select count(*) from price_list where ({wrong}) is not false").fetchall()[0][0]
        if count:
            lines = counted(count, "line")
            raise CallError(
                f"the price list {path}: {lines} with a value that is missing or below zero; put that right"
            )
    con.execute(f"create temp table prices as {query}")
