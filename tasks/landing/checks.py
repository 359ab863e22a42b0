"""From a table's landing declaration: the casts of its columns, and the reason why a row cannot be taken.

A value of the wrong type, an unusable number or a missing needed value puts the row into quarantine. A word
outside an optional column's vocabulary (a country that is no ISO code) is dropped from the row and counted:
it costs that one value, not the account.
"""

from tasks.contracts.declaration import Column, Table

# What any reader of the tables can hold, Python's datetime among them.
_YEARS = "timestamptz '0001-01-02 00:00:00+00' and timestamptz '9999-12-30 00:00:00+00'"
_ZONED = r"(?i).*[0-9]:[0-9]{2}.*(z|[+-][0-9]{2}(:?[0-9]{2})?)$"


def casts(table: Table, typed: frozenset[str]) -> list[tuple[str, str]]:
    """(column, expression) for every column but text; `typed` columns have their type already."""
    return [(column.name, _cast(column, typed)) for column in table.columns if column.privacy != "text"]


def reason(table: Table, typed: frozenset[str], missing: tuple[str, ...], ids: tuple[str, ...]) -> str:
    """A `case` expression that gives the first reason against a row, or null."""
    cases = ["when broken then 'invalid_json'", "when left_out then 'left_out'"]
    cases += [f"when true then 'missing_column: {name}'" for name in missing]
    for column in table.columns:
        cases += _against(column, typed, ids)
    return "case " + " ".join(cases) + " end"


def outside_vocabulary(table: Table) -> dict[str, str]:
    """For each optional column with a vocabulary, the predicate of a value outside it."""
    columns = [column for column in table.columns if not column.needed and (column.one_of or column.matches)]
    return {column.name: _outside(column) for column in columns}


def _outside(column: Column) -> str:
    predicate = next(predicate for _, predicate in column.broken)
    return "(" + predicate.replace(f'"{column.name}"', _text(column)) + ")"


def _cast(column: Column, typed: frozenset[str]) -> str:
    name = f'"{column.name}"'
    if column.name in typed:
        return name
    if column.duckdb == "VARCHAR":
        text = _text(column)
        optional = not column.needed and (column.one_of or column.matches)
        return f"case when not {_outside(column)} then {text} end" if optional else text
    return f"try_cast({name} as {column.duckdb})"


def _text(column: Column) -> str:
    text = f"nullif(trim(\"{column.name}\"), '')"
    # ISO codes are written in capitals, our own words in small letters.
    return f"upper({text})" if column.matches else (f"lower({text})" if column.one_of else text)


def _against(column: Column, typed: frozenset[str], ids: tuple[str, ...]) -> list[str]:
    name, label = f'"{column.name}"', column.name
    cases: list[str] = []
    if column.privacy == "text":
        return cases
    if column.needed and column.duckdb == "VARCHAR":
        cases.append(f"when nullif(trim({name}), '') is null then 'missing_value: {label}'")
    elif column.needed:
        cases.append(f"when {name} is null then 'missing_value: {label}'")
    if column.name not in typed and (column.duckdb != "VARCHAR" or column.name in ids):
        cases += _wrong_type(column)
    if column.name in typed and column.duckdb == "DOUBLE":
        cases.append(f"when not isfinite({name}) then 'wrong_type: {label}'")
    if column.duckdb == "TIMESTAMPTZ" and column.name != "ts":  # which has to be of the day
        cases.append(f"when {_cast(column, typed)} not between {_YEARS} then 'out_of_range: {label}'")
    if column.name in ids:
        cases.append(f"when broken_id({name}) then 'broken_id: {label}'")
    if column.between or (column.needed and column.one_of):
        cast = _cast(column, typed)
        broken = [predicate.replace(name, cast) for text, predicate in column.broken if text != "is filled"]
        cases += [f"when {predicate} then 'out_of_range: {label}'" for predicate in broken]
    return cases


def _wrong_type(column: Column) -> list[str]:
    name, wrong = f'"{column.name}"', f"then 'wrong_type: {column.name}'"
    if column.duckdb == "VARCHAR":
        return [f"when {name}[1] in ('{{', '[') {wrong}"]
    cast = f"try_cast({name} as {column.duckdb})"
    cases = [f"when {name} is not null and {cast} is null {wrong}"]
    if column.duckdb == "TIMESTAMPTZ":
        zone = f"when {cast} is not null and not regexp_full_match({name}, '{_ZONED}')"
        return [f"{zone} then 'time_zone_missing: {column.name}'", *cases]
    if column.duckdb in ("BIGINT", "INTEGER"):
        return [*cases, f"when try_cast({name} as double) <> {cast} {wrong}"]
    if column.duckdb == "DOUBLE":
        return [*cases, f"when not isfinite({cast}) {wrong}"]
    return cases
