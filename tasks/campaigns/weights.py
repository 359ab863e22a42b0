"""What each finding is worth: the signals with their sentences here, the numbers in a file to read and to argue with.

The shipped file is `weights.toml` beside this one. Where the settings name a folder of fitted ones, the newest of
them counts (`flows.fit` writes them); its [fitted_on] says from what.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tasks.errors import CallError

SHIPPED = Path(__file__).with_name("weights.toml")
# Families that say whether a group is one; what a group is after does not, and where it is neither.
LINKING = ("identity", "payment", "network", "timing", "content")
# What each further signal of a family counts for beside its best: they are not independent of each other.
HALF = 0.5


@dataclass(frozen=True)
class Signal:
    """One signal: its family of evidence and the finding in words."""

    family: str
    finding: str


SIGNALS: Mapping[str, Signal] = {
    "shared_payment": Signal("payment", "share a payment instrument with others of the group"),
    "shared_document": Signal("identity", "share an identity document with others of the group"),
    "shared_device": Signal("identity", "signed up from a device that others of the group used"),
    "shared_phone": Signal("identity", "share a telephone number with others of the group"),
    "shared_email": Signal("identity", "share an e-mail address with others of the group"),
    "shared_inviter": Signal("identity", "were invited by one account of the group, or invited others of it"),
    "joint_signup": Signal("identity", "were made in the same stretch of time"),
    "shared_mail_shape": Signal("identity", "have e-mail names that look as if written by one template"),
    "conversation_handoff": Signal("timing", "hand conversations to others of the group or go on with theirs"),
    "crossed_handoff": Signal("timing", "hand conversations to accounts that others pay for, or go on with theirs"),
    "handoff_knot": Signal("timing", "are knit together by conversations that go round between payers"),
    "levelled_load": Signal("timing", "do about as much a day as each other"),
    "levelled_credit": Signal("timing", "were used up soon after they were made, at the same amount as each other"),
    "joint_pause": Signal("timing", "fell silent together in the middle of their work"),
    "joint_pivot": Signal("timing", "turned to a new model within a day of its release"),
    "steady_load": Signal("timing", "do as much on one day as on the next"),
    "complementary_load": Signal("timing", "take turns, so that together they are never much busier than usual"),
    "machine_cadence": Signal("timing", "have no night, though they do no more than people who have one"),
    "shared_corpus": Signal("content", "ask about the same things in the same manner as others of the group"),
    "one_queue": Signal("content", "draw on one set of tasks with others of the group, and never send the same"),
    "shared_scaffold": Signal("content", "put the same text round changing items as others of the group"),
    "shared_address": Signal("network", "share a client address with others of the group"),
    "co_rotation": Signal("network", "go round the same networks in the same order as others of the group"),
    "made_up_clients": Signal("network", "use clients spread more evenly than people's are"),
    "joint_client_change": Signal("network", "turned to another client on the same day"),
    "second_life_network": Signal("network", "are suspected victims: somebody else uses their keys through one door"),
    "second_life_content": Signal("content", "are suspected victims: somebody else asks for the same with their keys"),
    "second_life_timing": Signal("timing", "are suspected victims: somebody else began with their keys at one time"),
    "output_heavy": Signal("extraction", "have longer answers written than others do"),
    "reasoning_elicitation": Signal("extraction", "ask for reasoning to be written out"),
    "answer_grading": Signal("extraction", "ask for answers to be graded"),
    "contradicting_places": Signal("geography", "claim to be elsewhere than they show, whichever places these are"),
}


@dataclass(frozen=True)
class Weights:
    """The numbers of one file, by signal; see the comments in the shipped one."""

    prior: float
    ceiling: float
    likelihood: Mapping[str, float]
    membership: Mapping[str, float]
    slope: float
    intercept: float

    def probability(self, log_odds: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Calibrated, and never above the ceiling."""
        held = self.slope * np.asarray(log_odds, dtype=np.float64) + self.intercept
        return np.minimum(1 / (1 + np.exp(-held)), self.ceiling)


def weights_file(folder: Path | None) -> Path:
    """The file in force: the newest of `folder` by its name, else the shipped one."""
    fitted = sorted(folder.glob("weights-*.toml")) if folder else []
    return fitted[-1] if fitted else SHIPPED


def read_weights(path: Path) -> Weights:
    """The weights in the file at `path`.

    Raises:
        CallError: it cannot be read, lacks a signal, has one that is none, or a number that cannot be.
    """
    try:
        content = tomllib.loads(path.read_text())
        signals = content["signals"]
        likelihood = {name: float(signal["likelihood"]) for name, signal in signals.items()}
        membership = {name: float(signal["membership"]) for name, signal in signals.items()}
        rest = [
            content["prior"],
            content["ceiling"],
            *(content["calibration"][name] for name in ("slope", "intercept")),
        ]
        prior, ceiling, slope, intercept = map(float, rest)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise _wrong(path, f"cannot be read ({type(error).__name__}: {error})") from None
    if odd := sorted(set(signals) ^ set(SIGNALS)):
        raise _wrong(path, f"must have one line for each signal; see to {', '.join(odd)}")
    if not all(0 <= value < math.inf for value in (*likelihood.values(), *membership.values(), slope)):
        raise _wrong(path, "holds a weight that is no number from 0 on: evidence never speaks the other way")
    if not (0 < ceiling < 1 and math.isfinite(prior) and math.isfinite(intercept)):
        raise _wrong(path, "must have a ceiling between 0 and 1, and numbers for prior and intercept")
    return Weights(prior, ceiling, likelihood, membership, slope, intercept)


def _wrong(path: Path, what: str) -> CallError:
    return CallError(f"the weights {path} {what}; the shipped file {SHIPPED.name} shows the form")
