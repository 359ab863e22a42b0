"""Make the reference that ships in `data/reference`.

    python -m tasks.networks.extract --ranges R.parquet --countries C.parquet --hosters H.csv --out FOLDER

In go IPv4 ranges by autonomous system (start, end, asn, org), IPv4 ranges by country (start, end, cc), both
ends inclusive and as 32-bit numbers, and a list of hosters' AS numbers (CSV: ASN, Entity). Out come
`network_ranges.parquet` (first, last, asn, country) and `autonomous_systems.parquet` (asn, organization,
kind), the same bytes for the same input and the same version of pyarrow.

The kind is a heuristic on names and on a list that others keep; `data/reference/README.md` says what goes
wrong with it. Country is descriptive only: nothing may be suspected because of it.
"""

import argparse
import logging
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tasks.networks import KIND_MACROS_SQL, OVERLAY_SQL, RANGE_JOIN_SQL

logger = logging.getLogger(__name__)

ASN_RANGES_SQL = """
select "start"::bigint as first, "end"::bigint as last, asn::bigint as asn from read_parquet($path)
"""
COUNTRY_RANGES_SQL = """
select "start"::bigint as first, "end"::bigint as last, upper(cc) as country from read_parquet($path)
"""


def extract(*, ranges: Path, countries: Path, hosters: Path, out: Path) -> tuple[Path, Path]:
    """Write both files of the reference into the folder `out` and return their paths."""
    systems_sql = Path(__file__).with_name("extract_systems.sql").read_text(encoding="utf-8")
    with duckdb.connect() as con:
        con.execute(RANGE_JOIN_SQL).fetchall()
        con.execute(KIND_MACROS_SQL).fetchall()
        con.execute(f"create table asn_ranges as {ASN_RANGES_SQL}", {"path": str(ranges)}).fetchall()
        con.execute(f"create table country_ranges as {COUNTRY_RANGES_SQL}", {"path": str(countries)}).fetchall()
        networks = con.sql(
            "select first::uinteger as first, last::uinteger as last, asn::uinteger as asn, country"
            f" from ({OVERLAY_SQL}) order by first"
        ).to_arrow_table()
        systems = con.sql(systems_sql, params={"ranges": str(ranges), "hosters": str(hosters)}).to_arrow_table()
    out.mkdir(parents=True, exist_ok=True)
    return (
        _write(networks, out / "network_ranges.parquet", dictionary=["country"]),
        _write(systems, out / "autonomous_systems.parquet", dictionary=["kind"]),
    )


def _write(table: pa.Table, path: Path, *, dictionary: list[str]) -> Path:
    """Write as small as Parquet gets: sorted numbers as differences, names without a dictionary."""
    encodings = {
        "first": "DELTA_BINARY_PACKED",
        "last": "DELTA_BINARY_PACKED",
        "organization": "DELTA_LENGTH_BYTE_ARRAY",
    }
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=22,
        use_dictionary=dictionary,
        column_encoding={name: encodings.get(name, "PLAIN") for name in table.column_names if name not in dictionary},
        row_group_size=table.num_rows,
        store_schema=False,
    )
    logger.info("%s: %d rows, %d bytes", path, table.num_rows, path.stat().st_size)
    return path


def main() -> None:
    """Read the command line and write the reference."""
    parser = argparse.ArgumentParser(
        prog="python -m tasks.networks.extract", description="Make the network reference of data/reference."
    )
    parser.add_argument("--ranges", type=Path, required=True, help="Parquet: start, end, asn, org")
    parser.add_argument("--countries", type=Path, required=True, help="Parquet: start, end, cc")
    parser.add_argument("--hosters", type=Path, required=True, help="CSV: ASN, Entity")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the two Parquet files into")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    extract(ranges=arguments.ranges, countries=arguments.countries, hosters=arguments.hosters, out=arguments.out)


if __name__ == "__main__":
    main()
