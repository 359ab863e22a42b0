"""Every file of a full run is exactly as its table is declared."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks.contracts import PUBLISHED
from tasks.contracts.declaration import Table
from tasks.lake import Lake
from tests.stage.lakes import DAYS

each_table = pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: str(table.name))


@each_table
def test_schema_is_the_declared_one(finished: Path, table: Table) -> None:
    for day in DAYS:
        folder = finished / table.name / f"dt={day}"
        assert sorted(path.name for path in folder.iterdir()) == ["_manifest.json", "part-0.parquet"]
        found = pq.read_schema(folder / "part-0.parquet").remove_metadata()
        assert [(field.name, field.type) for field in found] == [
            (field.name, field.type) for field in table.arrow_schema
        ]


@each_table
def test_manifest_counts_the_rows_of_its_file(finished: Path, table: Table) -> None:
    for day in DAYS:
        partition = Lake(finished).published(table, day)
        assert partition is not None
        assert partition.manifest.rows == pq.read_metadata(partition.path).num_rows
        assert (partition.manifest.table, partition.manifest.day) == (table.name, str(day))


@each_table
def test_rows_are_sorted_and_no_two_share_the_key(finished: Path, table: Table) -> None:
    rows = pq.read_table(finished / table.name / f"dt={DAYS[0]}" / "part-0.parquet").to_pylist()
    ordered = [tuple(row[name] for name in table.order) for row in rows]
    keys = [tuple(row[name] for name in table.key) for row in rows]
    assert ordered == sorted(ordered)
    assert len(set(keys)) == len(rows)


def test_no_file_holds_the_day_that_stands_in_its_path(finished: Path) -> None:
    assert not [
        table.name
        for table in PUBLISHED
        if "dt" in pq.read_schema(finished / table.name / f"dt={DAYS[0]}" / "part-0.parquet").names
    ]
