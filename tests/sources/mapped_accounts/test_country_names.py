"""The shipped names of countries, and how they are made."""

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks.sources import mapped_accounts
from tasks.sources.mapped_accounts.extract import extract

SHIPPED = list(csv.DictReader(mapped_accounts.COUNTRY_NAMES.read_text(encoding="utf-8").splitlines()))


def test_names_are_written_as_they_are_compared() -> None:
    with duckdb.connect() as con:
        con.execute(Path(mapped_accounts.__file__).with_name("country_name.sql").read_text())
        con.execute("create table names as select unnest(?::varchar[]) as name", [[row["name"] for row in SHIPPED]])
        assert con.execute("select name from names where name is distinct from country_name(name)").fetchall() == []


def test_a_name_is_of_one_country_and_every_country_has_its_codes() -> None:
    names = {row["name"]: row["code"] for row in SHIPPED}
    assert len(names) == len(SHIPPED)
    countries = set(names.values())
    assert len(countries) == 250
    assert {code: names.get(code.lower()) for code in countries} == {code: code for code in countries}


@pytest.fixture
def cldr(tmp_path: Path) -> Path:
    """As little of CLDR as shows each rule."""
    world = {
        "codeMappings": {
            "codeMappings": {code: {"_numeric": "1"} for code in ("AA", "BB", "XK", "EU", "QQ", "DD")} | {"IC": {}}
        },
        "aliases": {
            "metadata": {"alias": {"territoryAlias": {"DD": _alias("BB"), "BBB": _alias("BB"), "CS": _alias("BB XK")}}}
        },
        "territoryInfo": {
            "territoryInfo": {"BB": {"languagePopulation": {"aa_Latn": {"_officialStatus": "official"}, "bb": {}}}}
        },
    }
    named = {
        "en": {"BB": "The Bs & Cs", "BB-alt-short": "Bees", "XK": "K", "QQ": "Q"},
        "aa-Latn": {"BB": "Bé", "XK": "Only in its own"},
        "bb": {"BB": "No official name"},
        "fr": {"BB": "Les deux", "XK": "les  DEUX"},
    }
    for name, content in world.items():
        _write(tmp_path / f"core/supplemental/{name}.json", {"supplemental": content})
    for language, territories in named.items():
        path = tmp_path / f"names/main/{language}/territories.json"
        _write(path, {"main": {language: {"localeDisplayNames": {"territories": territories}}}})
    return tmp_path


def _alias(code: str) -> dict[str, str]:
    return {"_replacement": code}


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def test_extract(cldr: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.sources.mapped_accounts.extract.OTHERS", {"BB": ("Old B", "xk")})
    made = extract(core=cldr / "core", names=cldr / "names", out=cldr / "names.csv").read_text()
    assert made.splitlines() == [
        "name,code",
        "bb,BB",
        "bbb,BB",
        "be,BB",
        "bees,BB",
        "bs cs,BB",
        "dd,BB",
        "k,XK",
        "old b,BB",
        "xk,XK",
    ]
