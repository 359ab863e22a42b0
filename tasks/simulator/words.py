"""Loads what worlds are made of from the text files beside this module: phrases, countries, token counts, hours."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

_HERE = Path(__file__).parent
# How likely a person is at it in each hour of the day, from midnight on, by the kind of day that they keep.
_HOURS = {
    "own": (2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 10, 9, 10, 10, 10, 10, 10, 11, 13, 14, 13, 9, 5),
    "office": (0, 0, 0, 0, 0, 0, 1, 4, 12, 18, 20, 18, 11, 15, 19, 18, 15, 9, 4, 2, 1, 1, 1, 0),
    "evening": (3, 1, 1, 0, 0, 0, 1, 2, 4, 6, 8, 8, 7, 8, 9, 9, 9, 9, 10, 13, 16, 17, 14, 8),
    "shift": (3, 2, 2, 2, 3, 4, 6, 9, 12, 14, 14, 13, 12, 13, 14, 14, 13, 12, 11, 10, 10, 9, 7, 5),
    "flat": (1,) * 24,
}
_BROWSERS = tuple(
    f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
    for system in ("Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64")
    for version in (138, 139, 140, 141)
)
_CLIENTS = tuple(
    f"{kit}/{version} ({system})"
    for kit in ("quartz-python", "quartz-node", "openai-python", "chatdesk", "langchain", "curl", "quartz-go")
    for version in ("2.11.0", "2.10.1", "2.8.3", "1.99.1")
    for system in ("linux x86_64", "macos arm64", "windows x86_64")
)
_SYLLABLES = (
    "ba be bo da de do fa fe ga go ka ke ko la le lo ma me mo na ne no pa pe po ra re ro sa se so ta te to va vi za"
)


def variables(start: datetime) -> dict[str, Any]:
    """Every list that the SQL draws from, by the name of its variable."""
    sentences = _rules("sentences.txt")
    domains = [line.split(" ; ") for line in _lines("text/domains.txt")]
    return (
        {name: sentences[rule] for name, rule in _SENTENCES.items()}
        | {"things": [_phrases(things) for things, _ in domains], "troubles": [_phrases(rest) for _, rest in domains]}
        | {f"{shape}_{way}": list(map(float, counts)) for shape, way, *counts in map(str.split, _lines("shapes.txt"))}
        | {f"curve_{name}": _quantiles(weights) for name, weights in _HOURS.items()}
        | {"browsers": list(_BROWSERS), "clients": list(_CLIENTS), "syllables": _SYLLABLES.split()}
        | {"countries": _countries(start), "mailboxes": ["gmail.com"] * 5 + ["outlook.com", "yahoo.com", "proton.me"]}
    )


_SENTENCES = {
    "frames": "frame", "details": "detail", "follows": "follow", "replies": "reply", "popular": "popular",
    "greetings": "greeting", "systems": "system", "rules": "rule", "names": "name", "befores": "before",
    "closings": "closing", "eliciting": "eliciting",
}  # fmt: skip


def _lines(name: str) -> list[str]:
    text = (_HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _phrases(line: str) -> list[str]:
    return [phrase.strip() for phrase in line.split(" | ")]


def _rules(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rule = ""
    for line in _lines(f"text/{name}"):
        if line.startswith(" "):
            found[rule] += _phrases(line)
        else:
            rule = line.rstrip(":")
            found[rule] = []
    return found


def _quantiles(weights: tuple[int, ...]) -> list[float]:
    """Moments of the day, as parts of it, at 97 evenly spaced quantiles of use."""
    used = np.concatenate([[0], np.cumsum(weights)]) / sum(weights)
    quantiles: list[float] = np.interp(np.linspace(0, 1, 97), used, np.arange(25) / 24).tolist()
    return quantiles


def _countries(start: datetime) -> list[dict[str, Any]]:
    """Each country as often as its weight says; `clock` is how many seconds its clock is ahead of UTC."""
    deck: list[dict[str, Any]] = []
    for country, weight, zone, prefix in map(str.split, _lines("countries.txt")):
        ahead = start.astimezone(ZoneInfo(zone)).utcoffset()
        clock = ahead.total_seconds() if ahead else 0.0
        deck += [{"country": country, "tz": zone, "prefix": prefix, "clock": clock}] * int(weight)
    return deck
