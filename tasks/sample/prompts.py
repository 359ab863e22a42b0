"""What honest people ask: everyday talk, desk work, homework, a tool, a hackathon, a benchmark."""

import random
from typing import Any

from .grammar import Queue, Rules, expand, load, several

_DAILY = load("daily")
_COMPANY = load("company")
_HOMEWORK = load("homework")
_TOOL = load("tool")
_HACK = load("hack")

COMPANY_SYSTEM = _COMPANY["system"][0]
TOOL_SYSTEM = _TOOL["system"][0]
TOOL_SCHEMA: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "read_file",
        "parameters": {"type": "object", "properties": {"path": {"type": "string"}}},
    },
}


def daily(rng: random.Random, turns: int, opening_share: float = 0.3) -> list[str]:
    """Return an everyday conversation; some start with a greeting that many people use."""
    first = several(rng, "ask", 1, _DAILY)
    if rng.random() < opening_share:
        first.insert(0, rng.choice(_DAILY["opening"]))
    return first[:turns] + several(rng, "more", turns - len(first), _DAILY)


def company(rng: random.Random, kind: str, turns: int) -> list[str]:
    """Return a conversation of a company's ``desk`` or of its ``ticket`` gateway."""
    return _talk(rng, kind, turns, _COMPANY)


def homework(rng: random.Random, turns: int) -> list[str]:
    """Return a conversation that pastes one of the assignments word for word."""
    return _talk(rng, "assignment", turns, _HOMEWORK)


def tool(rng: random.Random, turns: int) -> list[str]:
    """Return the user's turns of a session in the terminal tool."""
    return _talk(rng, "job", turns, _TOOL)


def tool_result(rng: random.Random) -> str:
    """Return what the tool hands back after the model asked to read a file."""
    return expand(rng, "{content}", _TOOL)


def hack_system(rng: random.Random) -> str:
    """Return the starter kit's system prompt with a team's idea filled in."""
    return expand(rng, "{system}", _HACK)


def hack(rng: random.Random, turns: int) -> list[str]:
    """Return a hackathon conversation."""
    return several(rng, "ask", turns, _HACK)


def benchmark(rng: random.Random, size: int) -> list[str]:
    """Return the items of the public benchmark, the same for whoever runs it."""
    queue = Queue(rng, "item", load("benchmark"))
    return [f"{number}. {queue.take()}" for number in range(1, size + 1)]


def _talk(rng: random.Random, first: str, turns: int, rules: Rules) -> list[str]:
    return several(rng, first, 1, rules) + several(rng, "more", turns - 1, rules)
