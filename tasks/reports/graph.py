"""A campaign's ties as a Mermaid graph that can be read: never more than 25 nodes, and few lines."""

from collections import Counter
from collections.abc import Sequence

from tasks.escape import Trusted, label

_MOST_VALUES = 6
_MOST_OF_A_SIGNAL = 2
_MOST_ACCOUNTS = 12
_MOST_HANDOFFS = 8

# signal, value, how many of the campaign have it, which accounts
Tie = tuple[str, str, int, Sequence[str]]


def mermaid(ties: Sequence[Tie]) -> Trusted:
    """The graph of the values shared by most, some of their accounts, and hand-offs between those."""
    values = _values(ties)
    handoffs = [tied for signal, _, _, tied in ties if signal == "conversation_handoff" and len(tied) == 2]
    accounts = _accounts(values, handoffs)
    drawn = [(one, other) for one, other in handoffs if one in accounts and other in accounts]
    lines = [f'  {node}["{label(account, 18)}"]' for account, node in accounts.items()]
    for index, (signal, _, count, tied) in enumerate(values):
        lines.append(f'  v{index}(["{signal.replace("_", " ")}: {count} accounts"])')
        lines += [f"  {accounts[account]} --- v{index}" for account in tied if account in accounts]
    lines += [f"  {accounts[one]} -.- {accounts[other]}" for one, other in drawn[:_MOST_HANDOFFS]]
    return Trusted("```mermaid\ngraph LR\n" + "\n".join(lines) + "\n```")


def _values(ties: Sequence[Tie]) -> list[Tie]:
    """The values that most share, at most two of a kind."""
    of_signal: Counter[str] = Counter()
    chosen: list[Tie] = []
    for tie in ties:
        of_signal[tie[0]] += 1
        if tie[0] != "conversation_handoff" and of_signal[tie[0]] <= _MOST_OF_A_SIGNAL:
            chosen.append(tie)
    return chosen[:_MOST_VALUES]


def _accounts(values: Sequence[Tie], handoffs: Sequence[Sequence[str]]) -> dict[str, str]:
    """The accounts drawn: in turn one of each value, then those of hand-offs."""
    names: dict[str, str] = {}
    longest = max((len(tied) for *_, tied in values), default=0)
    turns = [tied[place] for place in range(longest) for *_, tied in values if place < len(tied)]
    for account in [*turns, *(account for tied in handoffs for account in tied)]:
        if len(names) < _MOST_ACCOUNTS:
            names.setdefault(account, f"a{len(names)}")
    return names
