"""Every error that a person is meant to read: what happened, where, and the command that comes next."""

import re
from datetime import date
from typing import TYPE_CHECKING

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[^\s]+@[^\s]+")

if TYPE_CHECKING:
    from tasks.gates.rules import Verdict


class PortcullisError(Exception):
    """Root of the errors raised on purpose; `exit_status` is what the command line ends with."""

    exit_status = 1


class StageFailedError(PortcullisError):
    """A stage could not be computed; the message holds no value of any row."""

    def __init__(self, stage: str, day: date, error: Exception) -> None:
        """Say what kind of failure it was: an engine's own message quotes the values that it stumbled on."""
        first_line = str(error).splitlines()[0] if str(error) else ""
        told = _QUOTED.sub("'...'", first_line)[:300]
        self.storage = isinstance(error, OSError) or type(error).__name__ == "IOException"
        remedy = "free room or mend the disk" if self.storage else "see the message"
        super().__init__(
            f"stage {stage} failed on {day}: {type(error).__name__}: {told}. Nothing of that day was published and "
            f"what was published before stays readable; {remedy}, then run again: "
            f"python -m flows.daily --lake LAKE --date {day}"
        )


class CallError(PortcullisError):
    """The call or the configuration is wrong; the message says what is right."""

    exit_status = 2


class LakeBusyError(CallError):
    """Another run writes to this lake."""


class GateRefusedError(PortcullisError):
    """A gate refused a day: nothing of that day is published and what was published stays."""

    def __init__(self, gate: str, day: date, findings: list[str], verdicts: "tuple[Verdict, ...]" = ()) -> None:
        """Keep the parts apart from the message, so that a flow can report them."""
        self.gate = gate
        self.day = day
        self.verdicts = verdicts
        super().__init__(
            f"gate {gate} refused {day}: "
            + "; ".join(findings)
            + ". Nothing of that day was published and what was published before stays readable; "
            f"put the source right and run again: python -m flows.daily --lake LAKE --date {day}"
        )
