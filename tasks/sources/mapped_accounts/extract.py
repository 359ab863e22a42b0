"""Make `data/reference/country_names.csv` from the Common Locale Data Repository.

    python -m tasks.sources.mapped_accounts.extract --core FOLDER --names FOLDER --out FILE

In go the unpacked npm packages `cldr-core` and `cldr-localenames-full`. Out comes a CSV of name and ISO 3166-1 alpha-2
code: every country's codes (two and three letters, number, former ones), its name in the languages that many exports
are written in and in its own, and other names that are in use. Names are written as they are compared; a name that
several countries go by is left out.
"""

import argparse
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

LANGUAGES = ("en", "ar", "zh", "zh-Hant", "es", "fr", "ru", "pt", "de", "it", "nl", "pl", "tr", "ja", "ko", "uk")
# Names that ISO 3166-1 and people use and CLDR does not; EL is Greece on the forms of the European Union.
OTHERS = {
    "AE": ("UAE",),
    "BN": ("Brunei Darussalam",),
    "BO": ("Bolivia, Plurinational State of", "Plurinational State of Bolivia"),
    "BQ": ("Bonaire, Sint Eustatius and Saba",),
    "BS": ("Commonwealth of the Bahamas",),
    "CD": ("Congo, Democratic Republic of the", "Democratic Republic of the Congo", "DR Congo", "Congo DR"),
    "CG": ("Republic of the Congo",),
    "CN": ("People's Republic of China", "Mainland China"),
    "CZ": ("Czech Rep.",),
    "FK": ("Falkland Islands (Malvinas)",),
    "FM": ("Micronesia, Federated States of", "Federated States of Micronesia"),
    "GB": ("United Kingdom of Great Britain and Northern Ireland", "Great Britain"),
    "GM": ("Republic of the Gambia",),
    "GR": ("EL", "Hellas"),
    "IR": ("Iran, Islamic Republic of", "Islamic Republic of Iran"),
    "KP": ("Korea, Democratic People's Republic of", "Democratic People's Republic of Korea"),
    "KR": ("Korea, Republic of", "Republic of Korea"),
    "LA": ("Lao People's Democratic Republic",),
    "MD": ("Moldova, Republic of", "Republic of Moldova"),
    "MF": ("Saint Martin (French part)",),
    "MK": ("Macedonia", "Republic of North Macedonia"),
    "MM": ("Burma",),
    "NL": ("Holland", "Netherlands, Kingdom of the"),
    "PS": ("Palestine, State of", "State of Palestine"),
    "RU": ("Russian Federation",),
    "SH": ("Saint Helena, Ascension and Tristan da Cunha",),
    "SX": ("Sint Maarten (Dutch part)",),
    "SY": ("Syrian Arab Republic",),
    "TW": ("Taiwan, Province of China",),
    "TZ": ("Tanzania, United Republic of", "United Republic of Tanzania"),
    "US": ("United States of America", "U.S.A.", "U.S."),
    "VA": ("Holy See", "Holy See (Vatican City State)"),
    "VE": ("Venezuela, Bolivarian Republic of", "Bolivarian Republic of Venezuela"),
    "VG": ("Virgin Islands, British",),
    "VI": ("Virgin Islands, U.S.", "Virgin Islands of the United States"),
    "VN": ("Viet Nam",),
}
# Codes that ISO leaves to users of the standard, and a union of countries.
_NO_COUNTRY = re.compile("AA|EU|Q[M-Z]|X[A-Z]|ZZ")
_OFFICIAL = {"official", "de_facto_official", "official_regional"}


def extract(*, core: Path, names: Path, out: Path) -> Path:
    """Write the names to `out` and return it."""
    called = [*_names(core, names), *((name, code) for code, also in OTHERS.items() for name in also)]
    found = [*((*row, True) for row in _codes(core)), *((*row, False) for row in called)]
    with duckdb.connect() as con:
        con.execute(Path(__file__).with_name("country_name.sql").read_text())
        con.execute("create table found (name varchar, code varchar, is_code boolean)")
        con.executemany("insert into found values (?, ?, ?)", found)
        rows = con.execute(
            "select compared, any_value(code) from (select country_name(name) as compared, * from found) "
            "where compared <> '' group by compared, is_code having count(distinct code) = 1 "
            "qualify row_number() over (partition by compared order by is_code desc) = 1 order by compared"
        ).fetchall()
    out.write_text("name,code\n" + "".join(f"{name},{code}\n" for name, code in rows), encoding="utf-8")
    return out


def _codes(core: Path) -> Iterator[tuple[str, str]]:
    for code in _countries(core):
        yield code, code
    for alias, meant in _aliases(core).items():
        if meant["_replacement"] in _countries(core):
            yield alias, meant["_replacement"]


def _names(core: Path, names: Path) -> Iterator[tuple[str, str]]:
    spoken = _supplemental(core, "territoryInfo")["territoryInfo"]
    for code in _countries(core):
        languages = spoken.get(code, {}).get("languagePopulation", {})
        own = {name.replace("_", "-") for name, about in languages.items() if about.get("_officialStatus") in _OFFICIAL}
        for language in sorted({*own, *LANGUAGES}):
            yield from ((name, code) for key, name in _territories(names, language) if key.split("-")[0] == code)


def _countries(core: Path) -> list[str]:
    """The codes in use that ISO gave out, and Kosovo's, which everyone uses."""
    mappings = _supplemental(core, "codeMappings")["codeMappings"]
    codes = [code for code, also in mappings.items() if len(code) == 2 and "_numeric" in also]
    return [code for code in codes if code not in _aliases(core) and (code == "XK" or not _NO_COUNTRY.fullmatch(code))]


def _aliases(core: Path) -> dict[str, Any]:
    aliases: dict[str, Any] = _supplemental(core, "aliases")["metadata"]["alias"]["territoryAlias"]
    return aliases


def _territories(names: Path, language: str) -> list[tuple[str, str]]:
    path = names / "main" / language / "territories.json"
    if not path.is_file():
        return []
    return list(json.loads(path.read_text())["main"][language]["localeDisplayNames"]["territories"].items())


@cache
def _supplemental(core: Path, name: str) -> Any:
    return json.loads((core / "supplemental" / f"{name}.json").read_text())["supplemental"]


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(
        prog="python -m tasks.sources.mapped_accounts.extract", description="Make the country names of data/reference."
    )
    parser.add_argument("--core", type=Path, required=True, help="the package cldr-core, unpacked")
    parser.add_argument("--names", type=Path, required=True, help="the package cldr-localenames-full, unpacked")
    parser.add_argument("--out", type=Path, required=True, help="the CSV file to write")
    arguments = parser.parse_args()
    extract(core=arguments.core, names=arguments.names, out=arguments.out)


if __name__ == "__main__":
    main()
