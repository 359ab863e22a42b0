"""The note that stands beside a partition: what it holds, what it was made from, by which code."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

NAME = "_manifest.json"


@dataclass(frozen=True)
class Manifest:
    """`digest` is of the content, whatever the order of rows; `fingerprint` of all that it was made from.

    `filled` counts the rows that have a value, by column.
    """

    table: str
    day: str
    rows: int
    digest: str
    file: str
    bytes: int
    stage: str
    fingerprint: str
    inputs: dict[str, str]
    code: str
    configuration: str
    reference: str
    version: str
    facts: dict[str, float] = field(default_factory=dict)
    notes: dict[str, dict[str, int]] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Put the manifest into `folder`, in place of another at once."""
        written = folder / f".{NAME}.writing"
        written.write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n")
        written.replace(folder / NAME)


def read(folder: Path) -> Manifest | None:
    """The manifest in `folder`; None where there is none, or none that can be read."""
    try:
        content: dict[str, Any] = json.loads((folder / NAME).read_text())
        return Manifest(**content)
    except (OSError, ValueError, TypeError):
        return None


def size(path: Path) -> int | None:
    """The size of a file in bytes; None where there is none."""
    return path.stat().st_size if path.is_file() else None
