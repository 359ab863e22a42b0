"""The flows as people start them: commands in a process, a home and a folder of their own."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str
    seconds: float

    def __str__(self) -> str:
        return f"exit status {self.status} after {self.seconds:.1f} s\n{self.out[-3000:]}\n--\n{self.err[-3000:]}"


def start(home: Path, *arguments: object, **variables: str) -> "subprocess.Popen[str]":
    """Start `python -m ARGUMENTS` with nothing of the caller's Prefect or Portcullis settings, its output to be read.

    At 64 KiB that nobody has read it stops. `start_logged` is for what runs while the test looks elsewhere.
    """
    return _start(home, arguments, variables, subprocess.PIPE)


def start_logged(home: Path, log: Path, *arguments: object) -> "subprocess.Popen[str]":
    """The same, with all that it says at the end of a file."""
    with log.open("a") as output:
        return _start(home, arguments, {}, output)


def _start(
    home: Path, arguments: tuple[object, ...], variables: dict[str, str], output: int | TextIO
) -> "subprocess.Popen[str]":
    home.mkdir(parents=True, exist_ok=True)
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "PORTCULLIS_", "XDG_"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=home,
        env=kept | {"HOME": str(home), "PYTHONPATH": str(ROOT)} | variables,
        stdout=output,
        stderr=output,
        text=True,
    )


def run(home: Path, *arguments: object, **variables: str) -> Ended:
    """Run a command to its end."""
    started = time.monotonic()
    with start(home, *arguments, **variables) as process:
        out, err = process.communicate(timeout=300)
    return Ended(process.returncode, out, err, time.monotonic() - started)


def own_server_started(home: Path) -> bool:
    """Whether Prefect started a server in this home: it makes its database there."""
    return any((home / ".prefect").glob("prefect.db*"))
