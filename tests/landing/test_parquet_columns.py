"""Columns that nobody knows are counted and shown, whatever they are called; a row's number is the file's."""

from pathlib import Path

import pyarrow as pa

from tests.landing.build import land, parquet, put_parquet, request

NAMES = ["region", "row_number", "broken", "left_out", "raw", "text", "source_file", "filename", "p"]


def test_unknown_columns_are_counted_and_shown(tmp_path: Path) -> None:
    table = parquet([request("a"), request("b")])
    for name in NAMES:
        table = table.append_column(name, pa.array(["x", None]))
    put_parquet(tmp_path, table)
    landed = land(tmp_path)
    assert landed.notes["unknown_columns"] == {f"contract column {name}": 2 for name in NAMES}
    assert landed.facts["unknown_columns"] == len(NAMES)
    assert landed.by_id.keys() == {"a", "b"}
    landed.settle(2)


def test_column_named_as_the_readers_option(tmp_path: Path) -> None:
    put_parquet(tmp_path, parquet([request("a")]).append_column("file_row_number", pa.array([7])))
    landed = land(tmp_path)
    assert landed.notes["unknown_columns"] == {"contract column file_row_number": 1}
    assert landed.by_id.keys() == {"a"}


def test_row_number_is_the_files(tmp_path: Path) -> None:
    rows = [request(f"r{number}", status=0 if number in (0, 700, 2999) else 200) for number in range(3000)]
    put_parquet(tmp_path, parquet(rows))
    landed = land(tmp_path)
    assert landed.reasons == {("a.parquet", row): "out_of_range: status" for row in (1, 701, 3000)}
    landed.settle(3000)
