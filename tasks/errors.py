"""Every error that a person is meant to read: what happened, where, and the command that comes next."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.gates.rules import Verdict

# What an engine quotes in its messages may come from a row.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[^\s]+@[^\s]+")
_KEPT = "Nothing of that day was published and what was published before stays readable"


class PortcullisError(Exception):
    """Root of the errors raised on purpose; `exit_status` is what the command line ends with."""

    exit_status = 1


class CallError(PortcullisError):
    """The call or the configuration is wrong; the message says what is right."""

    exit_status = 2


class LakeBusyError(CallError):
    """Another run writes to this lake."""


class StageFailedError(PortcullisError):
    """A stage could not be computed; the message holds no value of any row."""

    def __init__(self, stage: str, day: date, lake: Path, error: Exception) -> None:
        """Say what kind of failure `error` was; `storage` tells whether trying again may help."""
        self.storage = isinstance(error, OSError) or type(error).__name__ == "IOException"
        told = _QUOTED.sub("'...'", (str(error).splitlines() or [""])[0])[:300]
        remedy = "Free room or mend the disk" if self.storage else "Put right what the message names"
        super().__init__(
            f"stage {stage} failed on {day}: {type(error).__name__}: {told}. {_KEPT}. {remedy} and run again: "
            f"{_again(lake, day)}"
        )


class GateRefusedError(PortcullisError):
    """A gate refused a day: nothing of that day is published and what was published stays."""

    def __init__(self, gate: str, day: date, lake: Path, verdicts: "tuple[Verdict, ...]", seen: str = "") -> None:
        """Name each critical rule that broke; `seen` says in a few words what was odd about the input."""
        self.gate, self.verdicts, self.seen, self.again = gate, verdicts, seen, _again(lake, day)
        findings = "; ".join(verdict.sentence for verdict in verdicts if verdict.word == "FAIL")
        odd = f" {seen}." if seen else ""
        super().__init__(
            f"gate {gate} refused {day}: {findings}.{odd} {_KEPT}. What was refused lies in "
            f"{lake}/_refused/dt={day}; put the source right and run again: {_again(lake, day)}"
        )


def _again(lake: Path, day: date) -> str:
    return f"python -m flows.daily --lake {lake} --date {day}"
