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
        "stands for a hand-off, an outsider whom wallets dealt with for a payment instrument if each was first used "
        "soon after the one before, any outsider for an address; hubs that the organisers listed are left out. Only "
        "wallets in groups of 8 and more count for the rules, as in the published baseline. Labels derived from this "
        "very graph are partly circular: the last column has those reported with evidence of their own.\n\n"
        "*Tied, and not by chance* is what our tests make of it where nothing but ties and times is known: groups that "
        "hand-offs and instruments hold together, where first use (`joint_signup`) or an instrument (`shared_payment`) "
        "speaks in the part that hand-offs alone hold together, at the rate of false discoveries of every day. *An "
        "hour*, *a day* and *a week*, the stretches of `joint_signup`, are what *soon* means; the rows below take a "
        "day. Nothing else could be chosen. The halves part wallets by chance so that no group lies in both. Which "
        "tests to take was settled with all labels in sight, so neither half is untouched: read them as a measure of "
        "how firm the differences are.\n\n"
        "*Portcullis* is what would be published by the rules of every day, which ask for more than ties and times: "
        "few groups have it, and of several payers' accounts there are honest ones too.",
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
