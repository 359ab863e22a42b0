"""Every error that a person is meant to read: what happened, where, and the command that comes next."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.gates.rules import Verdict


class PortcullisError(Exception):
    """Root of the errors raised on purpose; `exit_status` is what the command line ends with."""

    exit_status = 1


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
