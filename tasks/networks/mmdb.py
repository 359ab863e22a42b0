"""An operator's MaxMind-format databases as Arrow tables of ranges.

In go `.mmdb` files in the layouts of GeoLite2-ASN, GeoLite2-Country (or -City) and of DB-IP's editions of
the same; out come tables of ranges, one row for each network of the file. The whole file is read at once, in
about six seconds for a million networks.
"""

from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any

import maxminddb
import pyarrow as pa

from tasks.errors import CallError

IPV4_MAPPED = 0xFFFF << 32
LOW_HALF = (1 << 64) - 1


def read_asn_database(path: Path) -> tuple[pa.Table, pa.Table]:
    """Read ranges(first_high, …, asn) and the systems(asn, organization) that they name.

    Raises:
        CallError: the file is missing, unreadable, or has no `autonomous_system_number`.
    """
    names: dict[int, str | None] = {}

    def number(record: dict[str, Any]) -> int | None:
        asn = record.get("autonomous_system_number")
        if not asn:
            return None
        names.setdefault(asn, record.get("autonomous_system_organization"))
        return int(asn)

    ranges = _read_ranges(path, column="asn", type_=pa.int64(), value=number)
    systems = pa.table(
        {"asn": pa.array(names.keys(), pa.int64()), "organization": pa.array(names.values(), pa.string())}
    )
    return ranges, systems


def read_country_database(path: Path) -> pa.Table:
    """Read ranges(first_high, …, country), the country of registration where there is no other.

    Raises:
        CallError: the file is missing, unreadable, or has neither `country` nor `registered_country`.
    """

    def code(record: dict[str, Any]) -> str | None:
        for key in ("country", "registered_country"):
            place = record.get(key)
            if isinstance(place, dict) and place.get("iso_code"):
                return str(place["iso_code"])
        return None

    return _read_ranges(path, column="country", type_=pa.string(), value=code)


def _read_ranges(
    path: Path, *, column: str, type_: pa.DataType, value: Callable[[dict[str, Any]], int | str | None]
) -> pa.Table:
    bounds: list[tuple[int, int]] = []
    values: list[int | str] = []
    try:
        with maxminddb.open_database(path) as reader:
            for network, record in reader:
                found = value(record) if isinstance(record, dict) else None
                if found is not None:
                    bounds.append(_bounds(network))
                    values.append(found)
    except FileNotFoundError as error:
        raise CallError(f"there is no database {path}; correct the path in the configuration") from error
    except (maxminddb.InvalidDatabaseError, OSError, ValueError) as error:
        raise CallError(f"{path} cannot be read as a MaxMind-format database: {error}") from error
    if not values:
        raise CallError(f"{path} holds no {column} of any network; is it another kind of database?")
    halves = {
        "first_high": [first >> 64 for first, _ in bounds],
        "first_low": [first & LOW_HALF for first, _ in bounds],
        "last_high": [last >> 64 for _, last in bounds],
        "last_low": [last & LOW_HALF for _, last in bounds],
    }
    return pa.table(
        {name: pa.array(half, pa.uint64()) for name, half in halves.items()} | {column: pa.array(values, type_)}
    )


def _bounds(network: IPv4Network | IPv6Network) -> tuple[int, int]:
    """First and last address as 128-bit numbers, IPv4 in its IPv4-mapped place."""
    first = int(network.network_address)
    size = 1 << (network.max_prefixlen - network.prefixlen)
    if network.version == 4:
        first += IPV4_MAPPED
    return first, first + size - 1
