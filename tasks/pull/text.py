"""A database's value as the text that an export would hold."""

import json
from datetime import UTC, datetime


def as_text(value: object) -> str | None:
    """`value` as text; null stays null."""
    match value:
        case None | str():
            return value
        case bool():
            return str(value).lower()
        case datetime() if value.tzinfo:
            return str(value.astimezone(UTC))
        case bytes() | bytearray() | memoryview():
            return bytes(value).decode("utf-8", "replace")
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=as_text)
    return str(value)
