r"""A tiny grammar: text with slots that are filled at random until none is left.

All texts of the sample are written with it, so that nothing is copied from a corpus
and a few hundred phrases give thousands of different texts. The phrases lie in
``phrases/*.txt``: ``rule: a | b | c`` on one line, or ``rule:`` and one phrase on each
indented line below; ``\n`` is a line break.
"""

import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

Rules = Mapping[str, Sequence[str]]

_SLOT = re.compile(r"\{(?:#(\d+)-(\d+)|(\w+))\}")
_FOLDER = Path(__file__).with_name("phrases")


def load(name: str) -> Rules:
    """Read the rules of ``phrases/<name>.txt``."""
    rules: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            rule, _, line = line.partition(":")
            current = rules.setdefault(rule, [])
            phrases = line.split(" | ")
        else:
            phrases = [line]
        current += [p.strip().replace("\\n", "\n") for p in phrases if p.strip()]
    return rules


def expand(rng: random.Random, text: str, rules: Rules) -> str:
    """Fill ``{name}`` with one of the rule's phrases and ``{#2-9}`` with a number.

    Inside one text a phrase is not used twice while its rule has others left.
    """
    used: set[str] = set()

    def fill(match: re.Match[str]) -> str:
        low, high, name = match.groups()
        if name is None:
            return str(rng.randint(int(low), int(high)))
        phrase = rng.choice([p for p in rules[name] if p not in used] or rules[name])
        used.add(phrase)
        return _SLOT.sub(fill, phrase)

    return _SLOT.sub(fill, text)


def several(rng: random.Random, rule: str, count: int, rules: Rules) -> list[str]:
    """Return ``count`` texts of one rule, different ones as far as the rule goes."""
    if count < 1:
        return []
    return expand(rng, "\0".join(["{" + rule + "}"] * count), rules).split("\0")


class Queue:
    """Deals out texts of one rule and never the same one twice."""

    def __init__(self, rng: random.Random, rule: str, rules: Rules) -> None:
        """Draw from ``rule`` with the generator given."""
        self._rng, self._rule, self._rules = rng, "{" + rule + "}", rules
        self._dealt: set[str] = set()

    def take(self) -> str:
        """Return the next text that was not dealt before."""
        for _ in range(1000):
            text = expand(self._rng, self._rule, self._rules)
            if text not in self._dealt:
                self._dealt.add(text)
                return text
        raise ValueError(f"the rule {self._rule} is used up after {len(self._dealt)} texts")
