"""Accounts of other columns, from their files to `accounts`."""

import gzip
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tasks.errors import CallError
from tests.landing.build import Landed, Row, account, land, lines, put, put_accounts, put_parquet, put_rows, request
from tests.landing.canaries import Canaries, everything
from tests.sources.mapped_accounts.build import land_mapped, put_csv

BERLIN = {"zone": "Europe/Berlin"}
GERMAN = BERLIN | {"format": "%d.%m.%Y %H:%M"}
SECONDS = {"format": "seconds"}
HOSTILE = ("'; drop table landed; --", '=HYPERLINK("http://x";"y")', '"', "${jndi:ldap://x}", "a,b;c|d", "ä" * 300)


def _at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: float = 0) -> datetime:
    return datetime(year, month, day, hour, minute, int(second), round(second % 1 * 1e6), tzinfo=UTC)


TIMES: dict[str, tuple[Row, str, datetime]] = {
    "winter": (GERMAN, "01.02.2026 13:30", _at(2026, 2, 1, 12, 30)),
    "summer": (GERMAN, "01.07.2026 13:30", _at(2026, 7, 1, 11, 30)),
    "left_out_by_the_clock": (GERMAN, "29.03.2026 02:30", _at(2026, 3, 29, 1, 30)),
    "no_format": (BERLIN, "2026-07-01 13:30:00", _at(2026, 7, 1, 11, 30)),
    "no_format_iso": (BERLIN, "2026-07-01T13:30:00", _at(2026, 7, 1, 11, 30)),
    "day_alone": (BERLIN, "2026-07-01", _at(2026, 6, 30, 22)),
    "own_zone": (BERLIN, "2026-07-01T13:30:00Z", _at(2026, 7, 1, 13, 30)),
    "own_offset": (BERLIN, "2026-07-01 13:30:00-0500", _at(2026, 7, 1, 18, 30)),
    "zone_in_format": ({"format": "%d/%m/%Y %H:%M %z"}, "01/07/2026 13:30 +0200", _at(2026, 7, 1, 11, 30)),
    "american": (BERLIN | {"format": "%m/%d/%Y %I:%M %p"}, "7/1/2026 1:30 PM", _at(2026, 7, 1, 11, 30)),
    "seconds": (SECONDS, "1782905400.5", _at(2026, 7, 1, 11, 30, 0.5)),
    "milliseconds": ({"format": "milliseconds"}, "1782905400000", _at(2026, 7, 1, 11, 30)),
}
NO_TIMES = {
    "words": (GERMAN, "soon", "wrong_type: created_at"),
    "other_order": (GERMAN, "2026-02-01 13:30", "time_zone_missing: created_at"),
    "no_day": (BERLIN, "31.02.2026", "wrong_type: created_at"),
    "empty": (GERMAN, "", "missing_value: created_at"),
    "too_many_seconds": (SECONDS, "9e30", "wrong_type: created_at"),
}
WAYS = [*{json.dumps(case[0]): case[0] for case in TIMES.values()}.values()]
COUNTRIES = {
    "DE": ("DE", "de", " DEU ", "276", "Germany", "Deutschland", "DEUTSCHLAND", "Allemagne", "Alemania", "德国"),
    "GB": ("UK", "Great Britain", "Vereinigtes Königreich", "Royaume-Uni"),
    "US": ("U.S.A.", "United States of America", "Estados Unidos", "США"),
    "TR": ("Turkey", "Türkiye", "TURKIYE"),
    "CI": ("Côte d'Ivoire", "COTE D\u2019IVOIRE", "Ivory Coast"),
    "KR": ("Korea, Republic of", "대한민국", "South Korea"),
    "BA": ("Bosnia and Herzegovina", "Bosnia & Herzegovina"),
    "AD": ("AND",),
    "CZ": ("Česko", "Czech Republic"),
    None: ("Narnia", "XX", "QQ", "Europe", "?", "0", "SU", "", *HOSTILE),
}
PHONES = {
    "+491701234567": ("0170 1234567", "(0170) 123-45-67", "+49 170 1234567", "0049 170 1234567", "tel:+49-170-1234567"),
    "+12025550123": ("+1 (202) 555-0123", "001 202 555 0123", "+1 202 555 0123 ext. 5"),
    None: ("unknown", "-", "12", "+49", "+0 1", "9" * 300, *HOSTILE[:4]),
}


def _landed(root: Path, columns: dict[str, Any], values: list[str], column: str = "value") -> Landed:
    """An account for each value, by its place."""
    put_csv(root, [(str(place), value) for place, value in enumerate(values)], ("no", column))
    return land_mapped(root, columns)


@pytest.mark.parametrize("form", ["csv", "semicolons.csv", "csv.gz", "jsonl", "json", "parquet"])
def test_every_form_of_file(tmp_path: Path, form: str) -> None:
    rows: list[Row] = [
        {"no": "a1", "since": "2026-08-01T00:00:00Z", "tariff": "gold"},
        {"no": "a2", "since": "2026-08-02T00:00:00Z"},
    ]
    table = "no,since,tariff\na1,2026-08-01T00:00:00Z,gold\na2,2026-08-02T00:00:00Z,\n"
    made = {
        "csv": table.encode(),
        "semicolons.csv": table.replace(",", ";").encode(),
        "csv.gz": gzip.compress(table.encode()),
        "jsonl": lines(rows),
        "json": json.dumps(rows, indent=1).encode(),
    }
    if form in made:
        put(tmp_path, f"a.{form}", made[form], "accounts")
    else:
        put_parquet(tmp_path, pa.Table.from_pylist(rows), kind="accounts")
    landed = land_mapped(tmp_path, {"created_at": "since", "plan": "tariff"})
    assert {name: (row["plan"], row["created_at"]) for name, row in landed.accounts.items()} == {
        "a1": ("gold", _at(2026, 8, 1)),
        "a2": (None, _at(2026, 8, 2)),
    }
    assert landed.notes["rows_by_source"]["mapped_accounts"] == 2


@pytest.fixture(scope="module", params=range(len(WAYS)))
def timed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Row, Landed]:
    """One way of writing times, and what became of all that are or ought to be written so, by their labels."""
    way = WAYS[request.param]
    cases = {label: case[1] for label, case in (TIMES | NO_TIMES).items() if case[0] == way}
    root = tmp_path_factory.mktemp("lake")
    put_csv(root, list(cases.items()), ("no", "value"))
    return way, land_mapped(root, {"created_at": {"from": "value", "transform": "time"} | way})


def test_times(timed: tuple[Row, Landed]) -> None:
    way, landed = timed
    expected = {label: meant for label, (how, _, meant) in TIMES.items() if how == way}
    assert {label: row["created_at"] for label, row in landed.accounts.items()} == expected


def test_what_is_no_such_time_is_refused(timed: tuple[Row, Landed]) -> None:
    way, landed = timed
    expected = [reason for how, _, reason in NO_TIMES.values() if how == way]
    assert sorted(landed.reasons.values()) == sorted(expected)


def test_times_of_parquet_need_no_text(tmp_path: Path) -> None:
    times = {"naive": pa.timestamp("us"), "zoned": pa.timestamp("us", tz="America/New_York")}
    for name, kind in times.items():
        made = pa.table({"no": [name], "since": pa.array([_at(2026, 7, 1, 13, 30).replace(tzinfo=None)]).cast(kind)})
        put_parquet(tmp_path, made, f"{name}.parquet", "accounts")
    landed = land_mapped(tmp_path, {"created_at": {"from": "since", "transform": "time"} | BERLIN})
    assert {name: row["created_at"] for name, row in landed.accounts.items()} == {
        "naive": _at(2026, 7, 1, 11, 30),
        "zoned": _at(2026, 7, 1, 13, 30),
    }


def test_countries(tmp_path: Path) -> None:
    values = [(code, name) for code, names in COUNTRIES.items() for name in names]
    columns = {
        "declared_country": {"from": "value", "transform": "country"},
        "billing_country": {"from": "value", "transform": "country"},
    }
    landed = _landed(tmp_path, columns, [name for _, name in values])
    found = [(landed.accounts[str(place)]["declared_country"], name) for place, (_, name) in enumerate(values)]
    assert found == values
    dropped = sum(name != "" for name in COUNTRIES[None])
    assert landed.notes["dropped_values"] == {"declared_country": dropped, "billing_country": dropped}


def test_phones(tmp_path: Path) -> None:
    pytest.importorskip("phonenumbers")
    values = [(number, written) for number, all_written in PHONES.items() for written in all_written]
    how = {"phone": {"from": "value", "transform": "e164", "region": "DE"}}
    landed = _landed(tmp_path, how, [written for _, written in values])
    contract = tmp_path / "contract"
    put_accounts(contract, [account(f"n{place}", phone=number) for place, number in enumerate(PHONES)])
    put_rows(contract, [request()])
    same = {number: land(contract).accounts[f"n{place}"]["phone"] for place, number in enumerate(PHONES)}
    found = [(landed.accounts[str(place)]["phone"], written) for place, (_, written) in enumerate(values)]
    assert found == [(same[number], written) for number, written in values]
    assert landed.notes["dropped_values"] == {"phone": len(PHONES[None])}


def test_without_a_region_a_number_must_name_its_country(tmp_path: Path) -> None:
    pytest.importorskip("phonenumbers")
    landed = _landed(tmp_path, {"phone": {"from": "value", "transform": "e164"}}, ["+491701234567", "0170 1234567"])
    assert landed.accounts["0"]["phone"] is not None
    assert landed.accounts["1"]["phone"] is None


def test_many_phones_are_looked_up_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("phonenumbers")
    monkeypatch.setattr("tasks.sources.mapped_accounts.phones._BATCH", 3)
    numbers = [f"0170 12345{number:02}" for number in range(10)] * 2
    landed = _landed(tmp_path, {"phone": {"from": "value", "transform": "e164", "region": "DE"}}, numbers)
    found = [landed.accounts[str(place)]["phone"] for place in range(20)]
    assert found[:10] == found[10:]
    assert len(set(found)) == 10
    assert None not in found


def test_a_hash_ties_the_same_instrument_and_shows_nothing(tmp_path: Path) -> None:
    ibans = ["DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "DE02120300000000202051", "", " "]
    landed = _landed(tmp_path, {"payment_fingerprint": {"from": "value", "transform": "hash"}}, ibans)
    one, same, other, *none = [landed.accounts[str(place)]["payment"] for place in range(5)]
    assert one == same != other
    assert none == [None, None]
    assert not any(iban in text for text in everything(tmp_path).values() for iban in ibans[:3])


def test_lower_and_values(tmp_path: Path) -> None:
    columns = {"verification_level": {"from": "value", "transform": "lower"}, "plan": {"value": "it's free"}}
    landed = _landed(tmp_path, columns, ["EMAIL"])
    assert landed.accounts["0"]["verification_level"] == "email"
    assert landed.accounts["0"]["plan"] == "it's free"


def test_families_that_nothing_fills_are_empty(tmp_path: Path) -> None:
    landed = _landed(tmp_path, {}, ["x"])
    filled = {name for name, value in landed.accounts["0"].items() if value is not None}
    assert filled == {"account_id", "created_at"}


def test_hostile_values(tmp_path: Path) -> None:
    how = {
        "organization": "value",
        "email": {"from": "value", "transform": "lower"},
        "device_id": {"from": "value", "transform": "hash"},
        "plan": {"value": HOSTILE[0]},
    }
    landed = _landed(tmp_path, how, list(HOSTILE))
    assert [landed.accounts[str(place)]["organization"] for place in range(len(HOSTILE))] == [t[:200] for t in HOSTILE]
    assert {row["plan"] for row in landed.accounts.values()} == {HOSTILE[0]}
    landed.settle(len(HOSTILE) + 1)


def test_hostile_columns(tmp_path: Path) -> None:
    names = ('na"me', "na'me", "na; drop table landed --", "Straße & Co.", "select", "x" * 200, "{0}", "%s")
    fills = (
        "organization",
        "plan",
        "timezone",
        "payment_fingerprint",
        "device_id",
        "id_document_hash",
        "email",
        "phone",
    )
    put_csv(tmp_path, [("a1", *(f"{place}" for place in range(len(names))))], ("no", *names))
    row = land_mapped(tmp_path, dict(zip(fills, names, strict=True))).accounts["a1"]
    assert (row["organization"], row["plan"], row["timezone"]) == ("0", "1", "2")
    assert None not in [row[name] for name in ("payment", "device", "document", "email", "phone")]


def test_formats_are_literals(tmp_path: Path) -> None:
    how = {"created_at": {"from": "value", "transform": "time", "zone": "UTC", "format": "%Y' || version() || '"}}
    assert list(_landed(tmp_path, how, ["2026"]).reasons.values()) == ["wrong_type: created_at"]


def test_only_columns_nobody_knows_of_are_told(tmp_path: Path) -> None:
    put_csv(tmp_path, [("a1", "x", "y", "z")], ("no", "tariff", "notes", "shoe_size"))
    landed = land_mapped(tmp_path, {"plan": "tariff"}, ignored=["notes"])
    assert landed.notes["unknown_columns"] == {"mapped_accounts column shoe_size": 1}


def test_files_without_the_columns_are_read_as_before(tmp_path: Path) -> None:
    put_rows(tmp_path, [account("a1", plan="gold")], "contract.jsonl", "accounts")
    put_csv(tmp_path, [("a2", "silver")], ("no", "tariff"))
    landed = land_mapped(tmp_path, {"plan": "tariff"})
    assert {name: row["plan"] for name, row in landed.accounts.items()} == {"a1": "gold", "a2": "silver"}


def test_broken_rows_are_told(tmp_path: Path) -> None:
    put(tmp_path, "a.jsonl", b'{"no": "a1", "tariff": "gold"}\n{"no": \n["a3"]\n{"no": {"x": 1}}\n', "accounts")
    landed = land_mapped(tmp_path, {"plan": "tariff"})
    assert set(landed.accounts) == {"a1"}
    assert list(landed.reasons.values()) == ["invalid_json", "invalid_json", "wrong_type: account_id"]


def test_nothing_personal_gets_further(tmp_path: Path) -> None:
    planted = Canaries()
    row = (planted.word("no"), planted.mail("mail"), planted.phone("tel"), planted.word("iban"), planted.mail("other"))
    planted.planted.pop("no")
    put_csv(tmp_path, [row], ("no", "mail", "tel", "iban", "other"))
    how = {
        "email": {"from": "mail", "transform": "lower"},
        "phone": "tel",
        "payment_fingerprint": {"from": "iban", "transform": "hash"},
        "organization": "other",
    }
    landed = land_mapped(tmp_path, how)
    assert len(landed.accounts) == 1
    assert planted.leaks(everything(tmp_path)) == {}


def test_without_the_library_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    with pytest.raises(CallError, match=r'needs a library; run: pip install "portcullis\[phone\]"'):
        _landed(tmp_path, {"phone": {"from": "value", "transform": "e164"}}, ["+491701234567"])
