"""Lookups against an oracle: the standard library's `ipaddress` and a bisection of the shipped ranges."""

import ipaddress
import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from tasks.errors import CallError
from tasks.networks import (
    ADDRESS_NETWORKS_SQL,
    SHIPPED_RANGES,
    SHIPPED_SYSTEMS,
    load_networks,
    reference_files,
)

RESERVED_TEXT = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3
::/3 4000::/2 8000::/1 2001:db8::/32 2001:2::/48 2001:10::/28 3fff::/20
"""
RESERVED = [ipaddress.ip_network(text) for text in RESERVED_TEXT.split()]

VALID_TEXT = """
1.1.1.1 8.8.8.8 255.255.255.255 0.0.0.0 100.64.0.0 100.128.0.0 172.15.255.255 172.16.0.0 172.32.0.0
192.0.1.1 198.17.255.255 198.18.0.0 198.20.0.0 203.0.114.1 223.255.255.255 224.0.0.1
:: ::1 1:: 1:2:3:4:5:6:7:: ::2:3:4:5:6:7:8 1:2:3:4:5:6:7:8 1:2:3::5:6:7:8 2001:DB8::A 2600::1 2600:0:5::1
2606:4700:4700::1111 2606:4700::1111 2606:1:2:3:4:5:8.8.8.8 ::ffff:8.8.8.8 ::FFFF:808:808 ::ffff:10.0.0.1
0:0:0:0:0:ffff:8.8.8.8 ::8.8.8.8 64:ff9b::8.8.8.8 fe80::1 fc00::1 ff02::1 4000::1
2001:2::1 2001:2:1::1 2001:10::1 2001:20::1 3fff::1 3fff:1000::1
"""
VALID = VALID_TEXT.split()

NOT_ADDRESSES = [
    "",
    " ",
    ":",
    ":::",
    "1::2::3",
    "a:b::c::d:e:f",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8",
    "0::2:3:4:5:6:7:8",
    ":1::2",
    "1::2:",
    "12345::",
    "g::1",
    "::ffff:1.2.3",
    "::ffff:1.2.3.256",
    "1.2.3.4::",
    "::1.2.3.4:5",
    "1:2:3:4:5:6:7:1.2.3.4",
    "[2606:4700::1111]",
    "[::1]:443",
    "fe80::1%eth0",
    "2606:4700::/32",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "01.2.3.4",
    "1.2.3.4:80",
    "1.2.3.4/24",
    " 1.2.3.4",
    "1.2.3.4\n",
    "1.2.3.4\0",
    "\0",
    "1.2.3.-4",
    "0x1.2.3.4",
    "16909060",
    "1e1.2.3.4",
    "\u0661.2.3.4",
    "\uff11.2.3.4",
    "unknown",
    "_hidden",
    "localhost",
    "'; drop table addresses; --",
    '"\\',
    "\x1b[31m1.2.3.4",
    "\U0001d7cf.2.3.4",
    "9" * 1_000_000,
    ":" * 100_000,
    "1." * 100_000,
]


class Oracle:
    """The shipped reference, read without DuckDB."""

    def __init__(self) -> None:
        self.ranges = pq.read_table(SHIPPED_RANGES).to_pydict()
        systems = pq.read_table(SHIPPED_SYSTEMS).to_pylist()
        self.systems = {row["asn"]: (row["organization"], row["kind"]) for row in systems}

    def row(self, text: str) -> tuple[Any, ...]:
        """What a lookup has to answer: version, network, asn, organization, country, kind."""
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return (None, None, None, None, None, "unknown")
        if isinstance(address, ipaddress.IPv6Address):
            if address.scope_id is not None:
                return (None, None, None, None, None, "unknown")
            address = address.ipv4_mapped or address
        prefix = 24 if address.version == 4 else 48
        network = str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
        if any(address in reserved for reserved in RESERVED):
            return (address.version, network, None, None, None, "private")
        place = bisect_right(self.ranges["first"], int(address)) - 1
        if address.version == 6 or place < 0 or int(address) > self.ranges["last"][place]:
            return (address.version, network, None, None, None, "unknown")
        asn, country = self.ranges["asn"][place], self.ranges["country"][place]
        organization, kind = self.systems.get(asn, (None, "unknown"))
        return (address.version, network, asn, organization, country, kind)


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        load_networks(connection)
        yield connection


def look_up(con: duckdb.DuckDBPyConnection, texts: Sequence[str | None]) -> dict[str | None, tuple[Any, ...]]:
    con.register("addresses", pa.table({"ip": pa.array(texts, pa.string())}))
    rows = con.sql(ADDRESS_NETWORKS_SQL).fetchall()
    con.unregister("addresses")
    assert len(rows) == len(texts)
    return {row[0]: row[1:] for row in rows}


def random_addresses(seed: int) -> list[str]:
    """About 2,000 of each family, in all the ways to write them, and both sides of ranges' ends."""
    rng = random.Random(seed)
    numbers = [rng.getrandbits(32) for _ in range(1200)]
    table = pq.read_table(SHIPPED_RANGES)
    for place in rng.sample(range(table.num_rows), 200):
        first, last = table["first"][place].as_py(), table["last"][place].as_py()
        numbers += [first - 1, first, last, last + 1]
    texts = [str(ipaddress.IPv4Address(number)) for number in numbers]
    for _ in range(2000):
        groups = [rng.choice([0, 0, rng.getrandbits(16), rng.getrandbits(4)]) for _ in range(8)]
        groups[0] = rng.choice([groups[0], 0x2000 + rng.getrandbits(12), 0x2001])
        address = ipaddress.IPv6Address(b"".join(group.to_bytes(2, "big") for group in groups))
        texts.append(rng.choice([str(address), address.exploded, str(address).upper()]))
    texts += [f"::ffff:{ipaddress.IPv4Address(rng.getrandbits(32))}" for _ in range(200)]
    return sorted(set(texts))


def test_agrees_with_the_oracle(con: duckdb.DuckDBPyConnection, oracle: Oracle) -> None:
    texts = sorted({*random_addresses(seed=1), *VALID})
    found = look_up(con, texts)
    wrong = {text: (found[text], oracle.row(text)) for text in texts if found[text] != oracle.row(text)}
    assert not wrong
    assert all(found[text][0] is not None for text in VALID)


def test_takes_and_refuses_the_same_texts_as_the_standard_library(
    con: duckdb.DuckDBPyConnection, oracle: Oracle
) -> None:
    rng = random.Random(2)
    sources = random_addresses(seed=3)
    texts = set()
    for _ in range(4000):
        characters = list(rng.choice(sources))
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(len(characters))
            characters[place : place + rng.randint(0, 1)] = rng.choice(["", ":", "::", ".", "0", "f", "g", "%", " "])
            characters = characters or ["0"]
        texts.add("".join(characters))
    found = look_up(con, sorted(texts))
    assert {text: found[text] for text in texts} == {text: oracle.row(text) for text in texts}


def test_what_is_no_address_gets_a_row_without_version(con: duckdb.DuckDBPyConnection) -> None:
    found = look_up(con, [*NOT_ADDRESSES, None])
    assert set(found.values()) == {(None, None, None, None, None, "unknown")}


def test_no_addresses(con: duckdb.DuckDBPyConnection) -> None:
    assert look_up(con, []) == {}


def test_range_join_is_planned_whatever_the_guessed_number_of_rows(con: duckdb.DuckDBPyConnection) -> None:
    addresses = "with addresses as (select distinct unnest(['1.1.1.1', '8.8.8.8']) as ip)"
    plan = con.sql(f"explain {addresses} from ({ADDRESS_NETWORKS_SQL})").fetchall()[0][1]
    assert "Asof Join" in plan
    assert "Nested Loop" not in plan


@pytest.mark.parametrize(
    ("ip", "asn", "kind"),
    [
        ("1.1.1.1", 13335, "hosting"),
        ("3.80.0.1", 14618, "hosting"),
        ("18.7.22.69", 3, "education"),
        ("73.0.0.1", 7922, "access"),
        ("172.56.0.1", 21928, "mobile"),
    ],
)
def test_kinds_of_well_known_networks(con: duckdb.DuckDBPyConnection, ip: str, asn: int, kind: str) -> None:
    row = look_up(con, [ip])[ip]
    assert (row[2], row[5]) == (asn, kind)


@pytest.mark.parametrize(("asn", "kind"), [(29465, "access"), (36873, "access"), (37170, "education")])
def test_carriers_and_campuses_of_a_country_are_no_hosters(asn: int, kind: str, oracle: Oracle) -> None:
    assert oracle.systems[asn][1] == kind


@pytest.mark.parametrize(
    ("raw", "client"),
    [
        (None, None),
        ("", None),
        (" ", None),
        (",", None),
        (" , ,", None),
        ("8.8.8.8", "8.8.8.8"),
        (" 8.8.8.8\t", "8.8.8.8"),
        ("10.0.0.1", "10.0.0.1"),
        ("unknown", "unknown"),
        ("8.8.8.8, 1.1.1.1", "8.8.8.8"),
        ("10.0.0.1, 100.64.3.4,172.16.0.1 , 1.1.1.1, 8.8.8.8", "1.1.1.1"),
        ("unknown, 2606:4700::1111", "2606:4700::1111"),
        ("fe80::1, ::ffff:10.0.0.1, ::ffff:8.8.8.8", "::ffff:8.8.8.8"),
        ("10.0.0.1, 192.168.0.1", "10.0.0.1"),
        (", 10.0.0.1", "10.0.0.1"),
        ("'; --, \0, 8.8.8.8", "8.8.8.8"),
        ("," * 10_000 + "8.8.8.8", "8.8.8.8"),
    ],
)
def test_client_address(con: duckdb.DuckDBPyConnection, raw: str | None, client: str | None) -> None:
    query = "select client_address(raw) from (select $raw::varchar as raw)"
    assert con.sql(query, params={"raw": raw}).fetchall() == [(client,)]


def write_mmdb(path: Path, kind: str, networks: dict[str, dict[str, Any]]) -> Path:
    writer = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type=kind)
    for network, record in networks.items():
        writer.insert_network(IPSet([network]), record)
    writer.to_db_file(str(path))
    return path


@pytest.fixture(scope="module")
def asn_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def system(asn: int, organization: str) -> dict[str, Any]:
        return {"autonomous_system_number": asn, "autonomous_system_organization": organization}

    return write_mmdb(
        tmp_path_factory.mktemp("mmdb") / "asn.mmdb",
        "GeoLite2-ASN",
        {
            "9.9.8.0/23": system(65551, "Example University"),
            "9.9.9.128/25": system(16509, "A name of the operator's"),
            "2600:1f00::/24": system(16509, "A name of the operator's"),
            "2606:4700::/32": system(65550, "Example Hosting"),
            "2606:4700:1::1/128": system(65549, "One address"),
            "9.10.0.0/16": {"other": "no number"},
        },
    )


@pytest.fixture(scope="module")
def country_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_mmdb(
        tmp_path_factory.mktemp("mmdb") / "country.mmdb",
        "GeoLite2-Country",
        {
            "9.9.9.0/24": {"country": {"iso_code": "PT"}, "registered_country": {"iso_code": "US"}},
            "2606:4700::/33": {"registered_country": {"iso_code": "NL"}},
            "9.10.0.0/16": {"continent": {"code": "EU"}},
        },
    )


def test_operators_asn_database(asn_database: Path, oracle: Oracle) -> None:
    with duckdb.connect() as own:
        load_networks(own, asn_database=asn_database)
        texts = ["9.9.9.1", "9.9.9.129", "::ffff:9.9.8.1", "2600:1f00::1", "2606:4700::5"]
        found = look_up(own, [*texts, "2606:4700:1::1", "2606:4700:1::2", "9.10.0.1", "10.0.0.1"])
    shipped_country = oracle.row("9.9.9.1")[4]
    assert found["9.9.9.1"][2:] == (65551, "Example University", shipped_country, "education")
    assert found["9.9.9.129"][2:] == (16509, "A name of the operator's", shipped_country, "hosting")
    assert found["::ffff:9.9.8.1"] == (4, "9.9.8.0/24", *found["9.9.9.1"][2:])
    assert found["2600:1f00::1"] == (6, "2600:1f00::/48", 16509, "A name of the operator's", None, "hosting")
    assert found["2606:4700::5"][2:] == (65550, "Example Hosting", None, "hosting")
    assert found["2606:4700:1::1"][2:] == (65549, "One address", None, "access")
    assert found["2606:4700:1::2"][2] == 65550
    assert found["9.10.0.1"][2] is None
    assert found["9.10.0.1"][5] == "unknown"
    assert found["10.0.0.1"][5] == "private"


def test_operators_country_database(asn_database: Path, country_database: Path) -> None:
    with duckdb.connect() as own:
        load_networks(own, country_database=country_database)
        alone = look_up(own, ["9.9.9.1", "8.8.8.8", "2606:4700::1"])
        load_networks(own, asn_database=asn_database, country_database=country_database)
        both = look_up(own, ["9.9.9.1", "8.8.8.8", "2606:4700::1", "2606:4700:8000::1"])
        load_networks(own)
        shipped = look_up(own, ["8.8.8.8"])
    assert (alone["9.9.9.1"][2], alone["9.9.9.1"][4]) == (19281, "PT")
    assert (alone["8.8.8.8"][2], alone["8.8.8.8"][4]) == (15169, None)
    assert alone["2606:4700::1"][2:] == (None, None, "NL", "unknown")
    assert both["9.9.9.1"][2:] == (65551, "Example University", "PT", "education")
    assert both["8.8.8.8"][2:] == (None, None, None, "unknown")
    assert both["2606:4700::1"][2:] == (65550, "Example Hosting", "NL", "hosting")
    assert both["2606:4700:8000::1"][4] is None
    assert shipped["8.8.8.8"][2] == 15169


def test_unusable_databases_are_named(tmp_path: Path, asn_database: Path) -> None:
    garbage = tmp_path / "garbage.mmdb"
    garbage.write_bytes(b"not a database")
    none = tmp_path / "none.mmdb"
    for path, message in [(none, "there is no"), (garbage, "cannot be read"), (tmp_path, "cannot be read")]:
        with duckdb.connect() as own, pytest.raises(CallError, match=message):
            load_networks(own, asn_database=path)
    with duckdb.connect() as own, pytest.raises(CallError, match="holds no country"):
        load_networks(own, country_database=asn_database)


def test_reference_files() -> None:
    asn, country = Path("asn.mmdb"), Path("country.mmdb")
    assert reference_files(None, None) == (SHIPPED_RANGES, SHIPPED_SYSTEMS)
    assert reference_files(asn, None) == (asn, SHIPPED_RANGES, SHIPPED_SYSTEMS)
    assert reference_files(None, country) == (country, SHIPPED_RANGES, SHIPPED_SYSTEMS)
    assert reference_files(asn, country) == (asn, country, SHIPPED_SYSTEMS)
    assert all(path.stat().st_size < 4_500_000 for path in reference_files(None, None))
