"""Holds a lake until its input ends: `python -m tests.lake.holder LAKE`; says `busy` and why if it cannot."""

import sys
from pathlib import Path

from tasks.errors import LakeBusyError
from tasks.lake.lock import writing


def say(text: str) -> None:
    """A line for the test that started this process."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        with writing(Path(sys.argv[1])):
            say("holding")
            sys.stdin.read()
    except LakeBusyError as busy:
        say(f"busy {busy.exit_status} {busy}")
        sys.exit(busy.exit_status)
