"""What is declared of a kind of account holder: who shares what with whom, and how they use the service."""

from dataclasses import dataclass, fields

Span = tuple[float, float]
"""The lowest and the highest value of a parameter. A world draws a narrower span, each group a value from that."""

ALL: Span = (9999, 9999)
"""So many accounts to one of a thing that the whole group shares it."""

ONE: Span = (1, 1)
NONE: Span = (0, 0)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One row of the table of kinds; a group is some accounts of one kind that belong together.

    Shares are from 0 to 1, times in days unless told. `payer`, `device` and `document` say how many accounts of a
    group one card, device or identity document serves.
    """

    kind: str
    label: str | None = None
    level: str | None = None

    share: Span = ONE  # weight among honest accounts
    size: Span = ONE  # accounts in a group

    payer: Span = ONE
    device: Span = ONE
    document: Span = ONE
    free: Span = (0.1, 0.4)  # accounts that never gave a card
    verified: Span = (0.05, 0.3)  # accounts that showed a document
    mail: str = "public"  # public, own (the group's domain), account (a domain each), relay, disposable
    organization: str = "none"  # none, group, account
    scattered: bool = False  # members live in countries of their own
    contradicts: Span = (0, 0.04)  # accounts whose countries disagree
    signup: Span = (30, 700)  # over how long the group signed up
    age: Span = (0, 60)  # how long before the first day the last one did; negative: after
    lifespan: Span = ALL  # how long an account is used

    place: str = "office"  # whose network the group's addresses are in: office, campus, carrier, vpn, hosting, pool
    addresses: Span = NONE  # how many addresses the group has
    shared: Span = NONE  # conversations that leave through them
    rotation: Span = ONE  # how often a day accounts change places in a pool

    active: Span = (0.3, 0.7)  # working days with use
    weekend: Span = (0.4, 1.1)  # of that, at weekends
    conversations: Span = (2, 4)  # a day of use
    turns: Span = (1.5, 4)  # a conversation
    think: Span = (40, 200)  # seconds between turns
    hours: str = "own"  # own, office, evening, flat, shift (of the operator)
    dealt: bool = False  # one queue, dealt out evenly
    begins: Span = (-60, -60)  # when the group sets out together, from the first day
    pauses: Span = NONE  # common stops of some hours in the time simulated

    client: str = "any"  # any, tool, group, customers, uniform
    scaffold: str = "none"  # none, tool, group, few, account
    scaffolded: Span = ONE  # conversations that use it
    elicits: Span = (0, 0.1)  # scaffolds that ask for reasoning or grading
    topic: str = "own"  # own, group, queue, list, benchmark, customers
    items: Span = (12, 40)  # length of a list that all work on
    repeats: Span = (0, 0.08)  # conversations that begin as an earlier one of the same corpus
    popular: Span = (0.05, 0.25)  # conversations with an opening that everybody uses
    forum: Span = NONE  # conversations that go on with one that was passed round
    cover: Span = NONE  # ordinary-looking conversations
    shape: str = "chat"  # chat, code, produce (long answers)
    adopts: Span = (0.05, 0.3)  # use of the new model once it is out

    refused: Span = (0.005, 0.03)  # requests refused for their rate
    failover: Span = NONE  # of these, those that another account of the group goes on with
    drift: Span = NONE  # turns that move to another account without a refusal in the log
    banned: Span = (0, 0.006)  # accounts banned in the time simulated
    replaced: bool = False  # a new account takes a banned one's place within a day


SPANS = tuple(f.name for f in fields(Kind) if f.type == Span and f.name not in {"share", "size"})
WORDS = ("kind", "label", "level", "mail", "organization", "scattered", "place", "hours", "dealt", "client",
         "scaffold", "topic", "shape", "replaced")  # fmt: skip
