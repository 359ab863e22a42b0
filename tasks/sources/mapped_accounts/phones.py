"""Telephone numbers as people write them, to E.164."""

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from tasks.errors import CallError

_BATCH = 10_000
_SCHEMA = pa.schema([("landed_as", pa.string()), ("number", pa.string())])


def fill_phone_numbers(con: duckdb.DuckDBPyConnection, numbers: str, region: str | None) -> None:
    """Fill the table `phone_numbers` with each number that the query `numbers` gives, and what it is in E.164.

    Numbers that name no country are taken to be of `region`.

    Raises:
        CallError: the library that knows the world's numbering plans is not installed.
    """
    # All at once: a second statement on this connection would end the query.
    landed = [number for (number,) in con.execute(numbers).fetchall()]
    for start in range(0, len(landed), _BATCH):
        some = landed[start : start + _BATCH]
        con.register("some_numbers", pa.table([some, list(_e164(some, region))], schema=_SCHEMA))
        con.execute("insert into phone_numbers from some_numbers")
        con.unregister("some_numbers")


def _e164(numbers: Iterable[str], region: str | None) -> Iterable[str | None]:
    try:
        import phonenumbers
    except ModuleNotFoundError:
        raise CallError('transform = "e164" needs a library; run: pip install "portcullis[phone]"') from None
    for number in numbers:
        try:
            parsed = phonenumbers.parse(number, region)
        except phonenumbers.NumberParseException:
            yield None
        else:
            # Valid ranges change faster than libraries do, so only a length that no plan knows makes it none.
            possible = phonenumbers.is_possible_number_with_reason(parsed) == phonenumbers.ValidationResult.IS_POSSIBLE
            yield phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) if possible else None
