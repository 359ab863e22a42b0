"""What each finding is worth, as a table to read and to argue with.

`likelihood` is added to the log-odds that a group is under one hand; within a family only the best counts, since
its signals are not independent of each other. `membership` is what one tie is worth for the account that has it.
The numbers are set by judgement: worlds and verdicts are to replace them.
"""

from dataclasses import dataclass

# Log-odds of a group that nothing but the search for groups speaks for: about 1 in 150.
PRIOR = -5.0
# Nothing read from logs is more certain than that.
CEILING = 0.99


@dataclass(frozen=True)
class Weight:
    """One signal: family, log-odds for the group, worth for an account's membership."""

    signal: str
    family: str
    likelihood: float
    membership: float
    finding: str


WEIGHTS = (
    Weight("shared_payment", "payment", 3.0, 2.0, "share a payment instrument with others of the group"),
    Weight("shared_document", "identity", 3.0, 3.0, "share an identity document with others of the group"),
    Weight("shared_device", "identity", 3.0, 2.0, "signed up from a device that others of the group used"),
    Weight("shared_phone", "identity", 3.0, 2.0, "share a telephone number with others of the group"),
    Weight("shared_email", "identity", 3.0, 3.0, "share an e-mail address with others of the group"),
    # Friends invite friends.
    Weight("shared_inviter", "identity", 1.0, 1.0, "were invited by one account of the group, or invited others of it"),
    # A class or a firm signs up together too.
    Weight("joint_signup", "identity", 1.5, 0.0, "were made in the same stretch of time"),
    # An operator gives this up only by losing every conversation that is refused.
    Weight(
        "conversation_handoff",
        "timing",
        4.0,
        1.0,
        "hand conversations to others of the group or go on with theirs",
    ),
    # Whoever deals work out deals it evenly; so does a firm's gateway, and whoever sets an exercise.
    Weight("levelled_load", "timing", 1.0, 0.0, "do about as much a day as each other"),
    # Strangers don't stop together for hours while others like them go on.
    Weight("joint_pause", "timing", 3.0, 0.0, "fell silent together in the middle of their work"),
    Weight("joint_pivot", "timing", 1.0, 0.0, "turned to a new model within a day of its release"),
    Weight("steady_load", "timing", 1.0, 0.0, "do as much on one day as on the next"),
    Weight("shared_scaffold", "content", 2.5, 1.0, "put the same text round changing items as others of the group"),
    # It speaks where something else made the group, and never makes a member.
    Weight("shared_corpus", "content", 2.0, 0.0, "ask about the same things in the same manner as others of the group"),
    # Half of the world sits behind shared addresses.
    Weight("shared_address", "network", 0.5, 1.0, "share a client address with others of the group"),
    Weight("output_heavy", "extraction", 0.0, 0.0, "have longer answers written than others do"),
    # What a group is after says nothing on whether it is one group.
    Weight("reasoning_elicitation", "extraction", 0.0, 0.0, "ask for reasoning to be written out"),
    Weight("answer_grading", "extraction", 0.0, 0.0, "ask for answers to be graded"),
)
