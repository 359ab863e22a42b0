"""Every error that a person is meant to read: what happened, where, and the command that comes next."""

import errno
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tasks.gates.rules import Verdict

# What an engine quotes in its messages may come from a row.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|[^\s]+@[^\s]+")
_KEPT = "Nothing of that day was published and what was published before stays readable"


class Place(Protocol):
    """What messages say of a lake: its address as its text, and the folder of its files, or of its bucket's copies."""

    @property
    def root(self) -> Path:
        """The folder."""

    @property
    def bucket(self) -> object | None:
        """Its bucket, if it is in one."""


class PortcullisError(Exception):
    """Root of the errors raised on purpose; `exit_status` is what the command line ends with."""

    exit_status = 1


class CallError(PortcullisError):
    """The call or the configuration is wrong; the message says what is right."""

    exit_status = 2


class LakeBusyError(CallError):
    """Another run writes to this lake."""


class UnwritableError(CallError):
    """Whoever runs this may not write to the lake."""


class StorageError(PortcullisError):
    """The disk of the lake is full or broken."""


def storage_error(lake: Place, error: OSError, again: str = "start this run again") -> PortcullisError:
    """What the system said of the lake's disk, and what to do; no file is named, as its name may come from a row."""
    said = error.strerror or type(error).__name__
    # Of a lake in a bucket, what lies on a disk is copies.
    where = f"the folder {lake.root}, of copies of the lake {lake}," if lake.bucket else f"the lake {lake}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        other = "name another one with XDG_CACHE_HOME" if lake.bucket else "give another folder with --lake"
        return UnwritableError(
            f"{where} cannot be written to ({said}); nothing was published. Run as the user who owns it, mount "
            f"it for writing, or {other}, then {again}"
        )
    return StorageError(
        f"the disk of {where} failed ({said}). {_KEPT}. Free room or mend the disk "
        f"(python -m flows.doctor --lake {lake} says how much there is), then {again}"
    )


class BucketFailedError(PortcullisError):
    """The storage of a lake in a bucket did not do what was asked; asked again it may."""

    storage = True

    def __init__(self, address: str, error: OSError) -> None:
        """Say what it answered, without the id that it gives to each request."""
        told = str(error).split(" (Request ID")[0][:300]
        super().__init__(
            f"the lake {address} does not answer as it should: {told}. Every table there is whole; see that the bucket "
            "is there, that AWS_ENDPOINT_URL, AWS_REGION and the credentials are right, and run again"
        )


class StageFailedError(PortcullisError):
    """A stage could not be computed; the message holds no value of any row."""

    def __init__(self, stage: str, day: date, lake: Place, error: Exception) -> None:
        """Say what kind of failure `error` was; `storage` tells whether trying again may help."""
        self.storage = isinstance(error, OSError) or type(error).__name__ == "IOException"
        told = _QUOTED.sub("'...'", (str(error).splitlines() or [""])[0])[:300]
        remedy = "Free room or mend the disk" if self.storage else "Put right what the message names"
        super().__init__(
            f"stage {stage} failed on {day}: {type(error).__name__}: {told}. {_KEPT}. {remedy} and run again: "
            f"{run_again(lake, day)}"
        )


class GateRefusedError(PortcullisError):
    """A gate refused a day: nothing of that day is published and what was published stays."""

    def __init__(self, gate: str, day: date, lake: Place, verdicts: "tuple[Verdict, ...]", seen: str = "") -> None:
        """Name each critical rule that broke; `seen` says in a few words what was odd about the input."""
        self.gate, self.verdicts, self.seen, self.again = gate, verdicts, seen, run_again(lake, day)
        findings = "; ".join(verdict.sentence for verdict in verdicts if verdict.word == "FAIL")
        odd = f" {seen}." if seen else ""
        super().__init__(
            f"gate {gate} refused {day}: {findings}.{odd} {_KEPT}. What was refused lies in "
            f"{lake}/_refused/dt={day}; put the source right and run again: {run_again(lake, day)}"
        )


class NotApprovedError(PortcullisError):
    """A day that would newly suspect many accounts has no person's word to publish it."""

    def __init__(self, day: date, lake: Place, reason: str, answer: str) -> None:
        """Say why a word was wanted, and what the answer was."""
        super().__init__(
            f"{day} is not published: {reason}. {answer}. {_KEPT}. Look at the artifact approval-{day}, or at "
            f"{lake}/_staging/dt={day}/members; to publish it: python -m flows.approve --lake {lake} --date {day} "
            "--answer publish --who NAME --why TEXT"
        )


def run_again(lake: Place, day: date) -> str:
    """The command that runs a day."""
    return f"python -m flows.daily --lake {lake} --date {day}"
