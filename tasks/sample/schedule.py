"""When what is said: conversations, their turns, and the hours at which people are awake."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .accounts import Account

START = datetime(2026, 9, 7, tzinfo=UTC)
DAYS = 3
END = START + timedelta(days=DAYS)

OK, REFUSED, OVERLOADED = 200, 429, 503
_TROUBLE_SHARE = 0.02


@dataclass(frozen=True)
class Action:
    """What the provider did about an account."""

    account: Account
    at: datetime
    action: str
    reason: str


@dataclass(frozen=True)
class Turn:
    """One request: who sends it, from where, and how the upstream is to answer.

    ``say`` is what is added to the conversation; None sends it again as it stands.
    """

    at: datetime
    account: Account
    address: str
    user_agent: str
    say: str | None
    role: str = "user"
    fate: int = OK


@dataclass
class Conversation:
    """A list of messages that grows; its turns need not come from one account."""

    rng: random.Random
    model: str
    turns: list[Turn] = field(default_factory=list)
    system: str | None = None
    options: dict[str, Any] = field(default_factory=dict)

    def add(self, at: datetime, account: Account, say: str | None, role: str = "user", fate: int = OK) -> None:
        """Add a turn; an account keeps to one of its addresses and clients in a conversation."""
        last = next((t for t in reversed(self.turns) if t.account is account), None)
        address = last.address if last else self.rng.choice(account.addresses)
        agent = last.user_agent if last else self.rng.choice(account.user_agents)
        self.turns.append(Turn(at, account, address, agent, say, role, fate))


@dataclass
class Group:
    """Accounts that belong together in some way, and all that they do."""

    accounts: list[Account] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


def gap(rng: random.Random, low: float = 50, high: float = 400) -> timedelta:
    """Return the pause before a next turn, long enough for the answer to have come."""
    return timedelta(seconds=rng.uniform(low, high))


def days() -> Iterator[datetime]:
    """Yield the midnights (UTC) at which the sample's days begin."""
    for number in range(DAYS):
        yield START + timedelta(days=number)


def waking(rng: random.Random, account: Account, day: datetime, hours: Sequence[float] = (7, 23)) -> datetime | None:
    """Return a moment of that day in the account's own daytime, or None if none is left.

    None comes out where the moment lies before the account was opened or too near the
    sample's end for a conversation.
    """
    low, high = hours
    local = day.replace(tzinfo=ZoneInfo(account.timezone))
    peak = low + (high - low) * rng.betavariate(2.2, 1.7)
    at = (local + timedelta(hours=peak)).astimezone(UTC)
    if at < START:
        at += timedelta(days=DAYS)
    if at >= END - timedelta(hours=1):
        at -= timedelta(days=DAYS)
    return at if at >= START and account.active(at) else None


def any_time(rng: random.Random) -> datetime:
    """Return a moment of the three days, day and night alike."""
    return START + (END - START - timedelta(hours=2)) * rng.random()


def talk(conversation: Conversation, account: Account, at: datetime, texts: Sequence[str]) -> Conversation:
    """Let one account have the whole conversation; a few turns are refused and sent again."""
    rng = conversation.rng
    for text in texts:
        trouble = rng.random()
        if trouble < _TROUBLE_SHARE:
            fate = OVERLOADED if trouble < _TROUBLE_SHARE / 5 else REFUSED
            conversation.add(at, account, text, fate=fate)
            at += gap(rng, 20, 120)
            conversation.add(at, account, None)
        else:
            conversation.add(at, account, text)
        at += gap(rng)
    return conversation
