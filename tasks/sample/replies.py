"""What the stand-in model answers, and what it counts as tokens.

Texts stay short so that the sample stays small; a long answer shows in the usage
as reasoning tokens, as it does with models that keep their reasoning back.
"""

import random
import re
from dataclasses import dataclass

from .grammar import expand, load

_ASKS_REASONING = re.compile(r"every step|all steps|step by step|every assumption|whole work|in full", re.IGNORECASE)
_ASKS_LETTER = re.compile(r"letter only")
_GREETING_LENGTH = 45

_RULES = load("replies")


@dataclass(frozen=True)
class Reply:
    """An answer and the tokens of reasoning that came before it."""

    text: str
    reasoning_tokens: int


def answer(rng: random.Random, prompt: str) -> Reply:
    """Answer the last turn: a letter, a greeting, worked steps or plain advice."""
    if _ASKS_LETTER.search(prompt):
        return Reply(rng.choice("ABC"), rng.randint(20, 90))
    if _ASKS_REASONING.search(prompt):
        return _worked(rng)
    if len(prompt) < _GREETING_LENGTH and prompt.lower().rstrip("!.") in {"hi", "hello", "hey"}:
        return Reply(expand(rng, "{greeting}", _RULES), 0)
    return Reply(expand(rng, "{plain}", _RULES), rng.choice((0, 0, rng.randint(30, 220))))


def _worked(rng: random.Random) -> Reply:
    steps = [f"{n}) " + expand(rng, "{step}", _RULES) for n in range(1, rng.randint(4, 7))]
    text = "\n".join([*steps, expand(rng, "{verdict}", _RULES)])
    return Reply(text, rng.randint(380, 1500))


def tokens(text: str) -> int:
    """Count tokens the rough way: four characters make one."""
    return max(1, round(len(text) / 4))
