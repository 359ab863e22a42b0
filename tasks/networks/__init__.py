"""Where client addresses belong: network, autonomous system, country and kind of network.

In go addresses as they were logged; out comes one row for each, found by a range join in DuckDB on the
reference in `data/reference`, or on the operator's own MaxMind-format databases.

What to trust, and how far:

- The AS number is what routing tables said on the day the reference was made; addresses move.
- `network_kind` comes from a list of hosters and from words in the organisation's name. It is a heuristic:
  a carrier with one AS for fixed and mobile lines is one or the other, a company's office whose traffic
  leaves through a cloud is `hosting`, and so are privacy relays that millions of honest people use. Hosting
  is a trait to weigh by how many honest accounts share it, never a verdict.
- `country` is where the range is registered, often not where its user sits. It is descriptive only and must
  never raise suspicion: no country is evidence of anything.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from tasks.networks.mmdb import read_asn_database, read_country_database

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
SHIPPED_RANGES = REFERENCE / "network_ranges.parquet"
SHIPPED_SYSTEMS = REFERENCE / "autonomous_systems.parquet"


def _sql(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


ADDRESS_MACROS_SQL = _sql("addresses.sql")
"""Statements that make the macros on single addresses, `client_address(raw)` among them."""

KIND_MACROS_SQL = _sql("kinds.sql")
"""Statements that make `kind_of_name(organization)`."""

OVERLAY_SQL = _sql("overlay.sql")
"""Query that joins the relations `asn_ranges` and `country_ranges` into ranges(first, last, asn, country)."""

RANGE_JOIN_SQL = "set asof_loop_join_threshold = 0"
"""Statement that every connection needs before a range join.

Where DuckDB expects up to 64 rows on the left, after a union or a distinct for instance, it compares each of
them with every range. The guess is often wrong: 300,000 addresses ran for ten minutes and not one second.
"""

ADDRESS_NETWORKS_SQL = _sql("address_networks.sql")
"""Query for one row per row of the relation `addresses(ip VARCHAR)`, in any order.

Columns: ip as it was given, ip_version (4, 6, null if it is not one address), network (the /24 or /48),
asn BIGINT, organization, country (ISO 3166-1 alpha-2), network_kind (hosting, education, mobile, access,
private: reserved and never routed, unknown: not in the reference, or not an address). An IPv4-mapped IPv6
address counts as IPv4. Run `load_networks` on the connection first.
"""


def reference_files(asn_database: Path | None, country_database: Path | None) -> tuple[Path, ...]:
    """Name the files that a lookup depends on, so that a caller can take their digest.

    The shipped ranges are left out only when both databases are the operator's; the shipped kinds never.
    """
    own = tuple(path for path in (asn_database, country_database) if path is not None)
    shipped = (SHIPPED_SYSTEMS,) if len(own) == 2 else (SHIPPED_RANGES, SHIPPED_SYSTEMS)
    return own + shipped


def load_networks(
    con: duckdb.DuckDBPyConnection, *, asn_database: Path | None = None, country_database: Path | None = None
) -> None:
    """Make in `con` the macros and the temporary tables that `ADDRESS_NETWORKS_SQL` reads.

    The tables are network_ranges(first, last, asn, country), both ends inclusive and numbered as
    `address_number` does, and autonomous_systems(asn, organization, kind). A database of the operator
    replaces the shipped one whole: its autonomous systems keep the shipped kind of their number, and get
    that of their name where the shipped list does not know them. Sets `asof_loop_join_threshold` on `con`.

    Raises:
        CallError: a database is missing, unreadable, or holds no autonomous systems or no countries.
    """
    # the operator's files first: what fails, fails before the shipped reference could be taken for theirs
    own_asn = None if asn_database is None else read_asn_database(asn_database)
    own_countries = None if country_database is None else read_country_database(country_database)

    for statements in (RANGE_JOIN_SQL, ADDRESS_MACROS_SQL, KIND_MACROS_SQL):
        con.execute(statements).fetchall()
    _make_table(con, "autonomous_systems", "from read_parquet($path)", path=SHIPPED_SYSTEMS)
    _make_table(con, "network_ranges", _sql("shipped_ranges.sql"), path=SHIPPED_RANGES)
    if own_asn is None and own_countries is None:
        return

    if own_asn is None:
        _make_table(con, "asn_ranges", "select first, last, asn from network_ranges where asn is not null")
    else:
        ranges, systems = own_asn
        _make_table(con, "asn_ranges", _sql("own_ranges.sql"), records=ranges)
        _make_table(con, "autonomous_systems", _sql("own_systems.sql"), records=systems)
    if own_countries is None:
        _make_table(con, "country_ranges", "select first, last, country from network_ranges where country is not null")
    else:
        _make_table(con, "country_ranges", _sql("own_ranges.sql"), records=own_countries)
    _make_table(con, "network_ranges", OVERLAY_SQL)
    con.execute("drop table temp.asn_ranges; drop table temp.country_ranges").fetchall()


def _make_table(
    con: duckdb.DuckDBPyConnection,
    name: str,
    query: str,
    *,
    path: Path | None = None,
    records: pa.Table | None = None,
) -> None:
    """Make the temporary table `name` by `query`, which may read the file `$path` or `network_records`."""
    if records is not None:
        con.register("network_records", records)
    parameters = None if path is None else {"path": str(path)}
    con.execute(f"create or replace temp table {name} as {query}", parameters).fetchall()
    if records is not None:
        con.unregister("network_records")
