"""What real producers wrote (`recorded/`, see its README), moved to the tests' day, and changes to it."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from tests.landing.build import DAY, put

RECORDED = Path(__file__).parent / "recorded"
Json = dict[str, Any]
_NANOS = re.compile(r'(UnixNano":")(\d{19})"')


def files(folder: Path) -> dict[str, str]:
    """The files of a folder by name, with the earliest of their times moved to ten o'clock of the day."""
    texts = {path.name: path.read_text() for path in sorted(folder.glob("*.jsonl")) if path.stat().st_size}
    first = min(int(nanos) for text in texts.values() for _, nanos in _NANOS.findall(text))
    away = int(datetime.combine(DAY, time(10), UTC).timestamp()) * 10**9 - first
    return {name: _NANOS.sub(lambda m: f'{m[1]}{int(m[2]) + away}"', text) for name, text in texts.items()}


def recorded(producer: str) -> dict[str, Json]:
    """The one line of each file that a producer wrote."""
    return {name: json.loads(text) for name, text in files(RECORDED / producer).items()}


def spans(line: Json) -> Iterator[Json]:
    """The spans of a line."""
    for resource in line["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            yield from scope["spans"]


def attributes(span: Json) -> dict[str, str]:
    """A span's attributes that are text or numbers."""
    return {each["key"]: str(next(iter(each["value"].values()), "")) for each in span.get("attributes", [])}


def asking(line: Json, words: str) -> Json:
    """The inference span in whose messages these words stand."""
    return next(span for span in spans(line) if words in attributes(span).get("gen_ai.input.messages", ""))


def renamed(span: Json, names: dict[str, str | None]) -> None:
    """Rename attributes of a span; what becomes None is gone."""
    kept = [each for each in span.get("attributes", []) if names.get(each["key"], "") is not None]
    span["attributes"] = [each | {"key": names.get(each["key"], each["key"])} for each in kept]


def everywhere(lines: dict[str, Json], change: Callable[[Json], None]) -> dict[str, Json]:
    """The files with all of their spans changed."""
    for line in lines.values():
        for span in spans(line):
            change(span)
    return lines


def put_lines(root: Path, lines: dict[str, Json]) -> None:
    """Deliver each line as a file of its own."""
    for name, line in lines.items():
        put(root, name, json.dumps(line).encode() + b"\n")
