"""The made-up world as a whole: every account, every request, every action."""

from collections.abc import Callable
from dataclasses import dataclass

from . import bodies, campaigns, crowd
from .accounts import Account, Registrar
from .dice import dice
from .schedule import END, START, Action, Conversation, Group, Turn

_MAKERS: tuple[Callable[[Registrar], Group], ...] = (
    campaigns.quarry, campaigns.lantern,
    crowd.private, crowd.expatriates, crowd.vpn, crowd.carrier, crowd.families,
    bodies.company, bodies.campus, bodies.tool_users, bodies.hackathon, bodies.researchers,
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """What happens in the sample, before any of it was sent."""

    seed: int
    accounts: list[Account]
    conversations: list[Conversation]
    actions: list[Action]

    def requests(self) -> list[tuple[Conversation, Turn]]:
        """Return all turns in the order of time, those past the end left out."""
        turns = [(c, t) for c in self.conversations for t in c.turns if START <= t.at < END]
        return sorted(turns, key=lambda pair: (pair[1].at, pair[1].account.account_id))


def build(seed: int) -> World:
    """Draw the world from a seed; each group from a stream of its own."""
    registrar = Registrar(dice(seed))
    groups = []
    for maker in _MAKERS:
        registrar.rng.seed(f"{seed}/{maker.__name__}")
        groups.append(maker(registrar))
    return World(
        seed=seed,
        accounts=[a for g in groups for a in g.accounts],
        conversations=[c for g in groups for c in g.conversations],
        actions=sorted((a for g in groups for a in g.actions), key=lambda a: a.at),
    )
