"""What the two campaigns ask: items dealt out from a queue, in a scaffold or without one."""

import random

from .grammar import Queue, expand, load


class QuarryText:
    """The careless campaign: one scaffold word for word round every item."""

    def __init__(self, rng: random.Random) -> None:
        """Open the queue of items."""
        self._rng, self._rules = rng, load("quarry")
        self._items = Queue(rng, "item", self._rules)

    def opening(self) -> str:
        """Return the next item of the queue inside the scaffold."""
        return self._rules["scaffold"][0].replace("{item}", self._items.take())

    def follow_up(self) -> str:
        """Return a later turn of a conversation."""
        return expand(self._rng, "{more}", self._rules)


class LanternText:
    """The careful campaign: no frame, only a closing sentence on most prompts."""

    def __init__(self, rng: random.Random, closing_share: float = 0.8) -> None:
        """Open the queue; ``closing_share`` of the harvesting prompts get the closing."""
        self._rng, self._share, self._rules = rng, closing_share, load("lantern")
        self._items = Queue(rng, "item", self._rules)

    def opening(self) -> str:
        """Return the next item, mostly with the closing sentence."""
        return self._close(self._items.take())

    def follow_up(self) -> str:
        """Return a later turn of a conversation, mostly with the closing sentence."""
        return self._close(expand(self._rng, "{more}", self._rules))

    def _close(self, text: str) -> str:
        closing = self._rules["closing"][0]
        return f"{text} {closing}" if self._rng.random() < self._share else text
