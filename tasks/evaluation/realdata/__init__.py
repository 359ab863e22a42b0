"""Real data, with labels or without, turned into accounts and ties for the stages that judge our own."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.errors import CallError
from tasks.evaluation.realdata.german_elections import german_elections
from tasks.evaluation.realdata.hop_airdrop import hop_airdrop

_SETS = {
    "hop_airdrop": (
        hop_airdrop,
        "**A token airdrop** (`hop_airdrop`, 43,052 wallets, a third labelled sybils). A transfer between two wallets "
        "stands for a hand-off, a rare counterparty outside for a payment instrument if its wallets were first used in "
        "one week, any other for an address; hubs that the organisers listed are left out. That week, and 50 wallets "
        "as the limit of rare, were chosen with a look at these labels. Only wallets in groups of 8 "
        "and more count for the rules. Labels derived from this very graph are partly circular: the last column has "
        "those reported with evidence of their own.",
    ),
    "german_elections": (
        german_elections,
        "**Posts before an election** (`german_elections`, 58,317 accounts, no labels, much organic coordination). A "
        "link posted within a minute after another account stands for a hand-off, links for addresses, images for "
        "scaffolds. Fewer is better.",
    ),
}


@task(task_run_name="Judge real data in {folder.name}", cache_policy=NO_CACHE, persist_result=False)
def real_data(folder: Path, worlds: Path) -> list[str]:
    """A paragraph and a table for each set.

    Args:
        folder: holds a folder for each of them.
        worlds: where the lakes that are made of them go.

    Raises:
        CallError: a set is not there.
    """
    if missing := [name for name in _SETS if not (folder / name).is_dir()]:
        raise CallError(f"{folder} has no folder {missing[0]}; leave --data out to measure on made-up worlds only")
    return [f"{words}\n\n{judge(folder / name, worlds / name)}" for name, (judge, words) in _SETS.items()]
