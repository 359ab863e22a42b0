"""The graph of a campaign stays small and inert, whatever the campaign is."""

import random
import re

import pytest

from tasks.reports.graph import Tie, mermaid


def _nodes(graph: str) -> set[str]:
    return set(re.findall(r"\b([av]\d+)(?=\[|\(|\s|$)", graph, re.MULTILINE))


def _campaign(accounts: int, values: int, handoffs: int) -> list[Tie]:
    dice = random.Random(accounts * 1000 + values)
    names = [f"acct-{number}" for number in range(accounts)]
    ties: list[Tie] = []
    for value in range(values):
        tied = dice.sample(names, dice.randint(2, accounts))
        ties.append((f"signal_{value % 4}", f"value-{value}", len(tied), tied))
    for number in range(handoffs):
        ties.append(("conversation_handoff", f"pair-{number}", 2, dice.sample(names, 2)))
    return ties


@pytest.mark.parametrize("accounts", [2, 6, 24, 30, 500])
@pytest.mark.parametrize("values", [0, 1, 7, 25, 100])
@pytest.mark.parametrize("handoffs", [0, 3, 300])
def test_at_most_25_nodes(accounts: int, values: int, handoffs: int) -> None:
    graph = mermaid(_campaign(accounts, values, handoffs))
    nodes = _nodes(graph)
    assert len(nodes) <= 25
    assert graph.count("\n") <= 150
    if values or handoffs:
        assert len(nodes) >= 2
    defined = set(re.findall(r"^  ([av]\d+)[\[(]", graph, re.MULTILINE))
    assert nodes == defined


def test_a_line_for_each_tie_drawn() -> None:
    graph = mermaid([("shared_payment", "x", 2, ["one", "two"]), ("conversation_handoff", "y", 2, ["one", "two"])])
    assert graph.splitlines() == [
        "```mermaid",
        "graph LR",
        '  a0["one"]',
        '  a1["two"]',
        '  v0(["shared payment: 2 accounts"])',
        "  a0 --- v0",
        "  a1 --- v0",
        "  a0 -.- a1",
        "```",
    ]


def test_nothing_tied_is_an_empty_graph() -> None:
    assert mermaid([]).startswith("```mermaid\ngraph LR\n")


def test_names_of_accounts_and_values_cannot_write_the_graph() -> None:
    hostile = ['x"] --> y["<b>', "x\n```\n# heading", "click a0 call alert(1)", "x\u202ey", "%%{init: {}}%%"]
    graph = mermaid([("shared_payment", "]]\n```<script>", len(hostile), hostile)])
    assert graph.count("```") == 2
    assert not re.search(r"<|>|%|\u202e|script|\bclick ", graph)
    for line in graph.splitlines()[2:-1]:
        assert re.fullmatch(r'  (a\d+\["[\w.·-]*"\]|v\d+\(\["[a-z: 0-9]+"\]\)|a\d+ --- v\d+)', line), line
