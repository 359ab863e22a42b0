"""A campaign's ties as a Mermaid graph that stays readable: at most 25 nodes."""

from collections.abc import Sequence

from tasks.reports.escape import Trusted, label

MOST_NODES = 25
_MOST_VALUES = 7

# signal, value, how many of the campaign have it, which accounts
Tie = tuple[str, str, int, Sequence[str]]


def mermaid(ties: Sequence[Tie]) -> Trusted:
    """The graph of the values shared by most, their accounts, and hand-offs between those accounts."""
    values = [tie for tie in ties if tie[0] != "conversation_handoff"][:_MOST_VALUES]
    handoffs = [tie for tie in ties if tie[0] == "conversation_handoff"]
    accounts = _accounts(values, handoffs, MOST_NODES - len(values))
    lines = [f'  {node}["{label(account, 18)}"]' for account, node in accounts.items()]
    for index, (signal, _, count, tied) in enumerate(values):
        lines.append(f'  v{index}(["{signal.replace("_", " ")}: {count} accounts"])')
        lines += [f"  {accounts[account]} --- v{index}" for account in tied if account in accounts]
    lines += [
        f"  {accounts[tied[0]]} -. hand-off .- {accounts[tied[1]]}"
        for _, _, _, tied in handoffs
        if len(tied) == 2 and tied[0] in accounts and tied[1] in accounts
    ]
    return Trusted("```mermaid\ngraph LR\n" + "\n".join(lines) + "\n```")


def _accounts(values: Sequence[Tie], handoffs: Sequence[Tie], most: int) -> dict[str, str]:
    """The accounts drawn: in turn one of each value, then those of hand-offs, until there are `most`."""
    names: dict[str, str] = {}
    longest = max((len(tied) for *_, tied in values), default=0)
    turns = [tied[place] for place in range(longest) for *_, tied in values if place < len(tied)]
    for account in [*turns, *(account for *_, tied in handoffs for account in tied)]:
        if len(names) < most:
            names.setdefault(account, f"a{len(names)}")
    return names
