"""The shipped reference is made of two range sets laid over one another."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from tasks.networks.extract import extract


def test_extract(tmp_path: Path) -> None:
    ranges, countries, hosters = tmp_path / "asn.parquet", tmp_path / "cc.parquet", tmp_path / "hosters.csv"
    with duckdb.connect() as con:
        con.execute(f"""copy (from (values
            (100, 199, 1, 'One'), (200, 299, 1, 'One'), (400, 499, 2, 'Two Cloud'),
            (500, 509, 3, 'City College'), (600, 609, 4, 'Four')) v("start", "end", asn, org))
            to '{ranges}'""").fetchall()
        con.execute(f"""copy (from (values
            (100, 149, 'AA'), (150, 249, 'bb'), (300, 350, 'CC'), (450, 700, 'DD')) v("start", "end", cc))
            to '{countries}'""").fetchall()
    hosters.write_text('ASN,Entity\n1,"ONE, US"\n3,"COLLEGE, US"\n4,"FOUR-AS, NG"\n', encoding="utf-8")

    made = extract(ranges=ranges, countries=countries, hosters=hosters, out=tmp_path / "one")
    again = extract(ranges=ranges, countries=countries, hosters=hosters, out=tmp_path / "two")

    assert [tuple(row.values()) for row in pq.read_table(made[0]).to_pylist()] == [
        (100, 149, 1, "AA"),
        (150, 249, 1, "BB"),
        (250, 299, 1, None),
        (300, 350, None, "CC"),
        (400, 449, 2, None),
        (450, 499, 2, "DD"),
        (500, 509, 3, "DD"),
        (510, 599, None, "DD"),
        (600, 609, 4, "DD"),
        (610, 700, None, "DD"),
    ]
    assert [(row["asn"], row["kind"]) for row in pq.read_table(made[1]).to_pylist()] == [
        (1, "hosting"),
        (2, "hosting"),
        (3, "education"),
        (4, "access"),
    ]
    assert [path.read_bytes() for path in made] == [path.read_bytes() for path in again]
