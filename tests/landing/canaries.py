"""Text, addresses and numbers planted where nobody should put them, and a search of all that a lake then holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

# The landing is the operator's own; the key is no table, and hidden from all but its owner.
_NOT_SEARCHED = ("landing", "_private")


@dataclass
class Canaries:
    """`planted` maps a place to the strings of it that nothing but landing may hold."""

    planted: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def mail(self, place: str) -> str:
        """An e-mail address of this place."""
        name = f"zq{len(self.planted)}ann"
        self.planted[place] = (name,)
        return f"{name.capitalize()}@Mail.Example"

    def phone(self, place: str, written: str = "+{}") -> str:
        """A telephone number of this place, out of a range that is kept free."""
        digits = f"1555555{1000 + len(self.planted)}"
        number = written.format(digits)
        self.planted[place] = (digits, number)
        return number

    def text(self, place: str) -> str:
        """A prompt of this place."""
        word = f"zq{len(self.planted)}eel"
        self.planted[place] = (word,)
        return f"Tell me of the {word} and leave nothing out"

    def word(self, place: str, start: str = "") -> str:
        """One word, as a secret is."""
        word = f"{start}zq{len(self.planted)}owl"
        self.planted[place] = (word,)
        return word

    def leaks(self, where: dict[str, str]) -> dict[str, list[str]]:
        """For each place that leaked, where its strings were found in the texts `where`."""
        lowered = {name: text.lower() for name, text in where.items()}
        found: dict[str, list[str]] = {}
        for place, strings in self.planted.items():
            seen = [name for name, text in lowered.items() if any(string.lower() in text for string in strings)]
            if seen:
                found[place] = seen
        return found


def everything(root: Path) -> dict[str, str]:
    """All that lies under the lake, by its path: names, bytes, and each column of each Parquet file."""
    found: dict[str, str] = {"names": "\n".join(str(path.relative_to(root)) for path in _files(root))}
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        found[name] = path.read_bytes().decode("latin-1")
        if path.suffix == ".parquet":
            found |= {f"{name} {column}": text for column, text in _columns(path)}
    return found


def _files(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.relative_to(root).parts[0] not in _NOT_SEARCHED:
            yield path


def _columns(path: Path) -> Iterator[tuple[str, str]]:
    table: Any = pq.read_table(path, partitioning=None)
    for column in table.column_names:
        yield column, json.dumps(table[column].to_pylist(), default=str, ensure_ascii=False)
