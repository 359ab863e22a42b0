"""Why a group is held back, in the words that people read."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tasks.settings import Campaigns

# What half of a group shows is of the group.
USUAL_SHARE = 0.5
# Where so many sit on instruments that pay for several, the group looks like customers with many seats.
SEATED = 0.6
# What the timing of a group has to be worth to look like one hand at work: more than that all do about as much.
_HANDS = 1.5

LIKELY = "too likely by chance, among all groups of the day"
WEAK = "the families that agree are weak ones: more evidence is needed"
CLOCKWORK = "it does even work and nothing else: one tool's jobs that run by the clock look the same"
FEW = "fewer than two independent families of evidence agree"


def customers_alike(
    groups: pd.DataFrame,
    queued: npt.NDArray[np.bool_],
    farmed: npt.NDArray[np.bool_],
    customers: pd.DataFrame,
) -> "pd.Series[bool]":
    """Whether the group looks like customers with many seats: a start-up, a school, an agency and its clients.

    It does not where conversations cross between payers, or where accounts were used up at one amount, one after
    another (`farmed`). Nor where something is extracted or one queue is dealt out, where several payers' accounts use
    one scaffold and were made by one hand, or where one machine made accounts that contradict the places they claim
    (seats abroad do so too, but not from one machine): but these say nothing of half and more who have one mail
    domain and machines of their own, if they do not go round a pool of exits: a firm's people come from its own, or
    each from home.

    Args:
        groups: families, pooled; one row a group.
        queued: where one queue is dealt out.
        farmed: see above.
        customers: what `customers.sql` counts, in the order of `groups`.
    """
    families = groups["families"]
    seated = customers["seats"] >= SEATED * customers["accounts"]
    crossing = customers["crossing"] >= USUAL_SHARE * customers["accounts"]
    several = customers["largest"].between(1, SEATED * customers["accounts"])
    # A firm's call centre works through one queue, its gateway may ask for long answers, its seats are made in one hour
    # and are where its people are.
    housed = (customers["housed"] >= USUAL_SHARE * customers["accounts"]) & ~groups["pooled"]
    extracting = (_has(families, "extraction") | queued) & (_has(families, "content") | _has(families, "timing"))
    one_hand = several & _has(families, "content") & _has(families, "identity")
    one_machine = customers["made_and_paid"] >= USUAL_SHARE * customers["accounts"]
    posing = _has(families, "geography") & one_machine
    return seated & ~crossing & ~farmed & (housed | ~(extracting | one_hand | posing))


def too_small(least: int) -> str:
    """Why a group of fewer accounts is held back."""
    return f"too small to say anything about: fewer than {least} accounts"


def _has(families: "pd.Series[Any]", family: str) -> "pd.Series[bool]":
    return families.map(lambda found: isinstance(found, list) and family in found).astype(bool)


def reasons(groups: pd.DataFrame, limits: Campaigns) -> "pd.Series[str]":
    """Why a group did not pass, the first that holds; null where it did."""
    reason = pd.Series(None, index=groups.index, dtype=object)
    # A class sits in a room; accounts that one hand made go round a pool of exits.
    agreeing = _has(groups["families"], "identity") & _has(groups["families"], "content") & (groups["hands"] >= 1)
    # An agency makes its clients' accounts and pays for them, but not all in one stretch.
    owned = _has(groups["families"], "payment") & groups["made_and_paid"] & groups["made_at_once"]
    # Nor does it deal one queue out over a pool of exits, or to accounts that are not where they say, if few machines
    # made them.
    queued = (groups["pooled"] | _has(groups["families"], "geography")) & groups["queued"]
    idle = (groups["hands"] < _HANDS) & ~owned & ~(groups["pooled"] & agreeing) & ~queued
    reason[idle] = "nothing in how it works looks like one hand: events, classes and an agency's clients look the same"
    told = _has(groups["families"], "payment") | _has(groups["families"], "identity")
    clockwork = ~groups["unclocked"] & ~told & ~_has(groups["families"], "extraction")
    reason[clockwork] = CLOCKWORK
    unlikely = groups["likelihood"] < limits.min_likelihood
    reason[unlikely] = WEAK
    reason[~groups["discovered"]] = LIKELY
    reason[groups["customers"]] = "no sign of extraction: customers with many seats look the same"
    reason[groups["linking"] < 2] = FEW
    small = groups["accounts"] < limits.min_accounts
    reason[small] = too_small(limits.min_accounts)
    return reason
