"""Groups of accounts made of prompts whose kind is known: campaigns, people, evaluators of one benchmark."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Accounts = list[Ints]

# A person keeps to one source mostly, stays with a subject for some prompts, and comes back to what was asked before.
_KEPT_TO, _STAYS, _AGAIN = 0.7, 3, 0.1
# Of a queue so many are dealt a second time, as after a failure.
_TWICE = 0.01


def people(counts: Sequence[int], corpora: Sequence[Ints], generator: np.random.Generator) -> Accounts:
    """Accounts of which each is another person: runs of neighbours, mostly of one corpus of people's prompts.

    No two have a prompt in common while there are enough of them: strangers hardly ever ask the same.
    """
    piles = [_runs(places, generator) for places in corpora]
    found = []
    for count in counts:
        own, mine = int(generator.integers(len(piles))), [0] * 0
        while len(mine) < count:
            if not any(piles):
                piles = [_runs(places, generator) for places in corpora]
            left = [pile for pile, runs in enumerate(piles) if runs]
            pile = own if own in left and generator.random() < _KEPT_TO else int(generator.choice(left))
            run = piles[pile].pop()
            wanted = count - len(mine)
            mine += run[:wanted].tolist()
            # What this person has no time for, another may ask.
            if len(run) > wanted:
                piles[pile].insert(0, run[wanted:])
            if len(mine) < count and generator.random() < _AGAIN:
                mine.append(mine[int(generator.integers(len(mine)))])
        found.append(np.array(mine, dtype=np.int64))
    return found


def _runs(places: Ints, generator: np.random.Generator) -> list[Ints]:
    """A corpus cut into runs of neighbours, shuffled."""
    ends = np.cumsum(1 + generator.geometric(1 / _STAYS, len(places)))
    runs = [run for run in np.split(places, ends[ends < len(places)]) if len(run)]
    return [runs[index] for index in generator.permutation(len(runs))]


def campaign(
    shape: tuple[int, int], share: float, queue: Ints, cover: Sequence[Ints], generator: np.random.Generator
) -> Accounts:
    """One queue dealt out evenly, the rest of each account another person's prompts.

    Args:
        shape: accounts, and prompts of each.
        share: of the prompts that are from the queue.
        queue: prompts that are dealt out, each once; as many are needed.
        cover: corpora of people's prompts.
        generator: of chance.
    """
    accounts, count = shape
    wanted = max(2, round(share * accounts * count))
    dealt = generator.permutation(queue)[:wanted]
    again = generator.random(wanted) < _TWICE
    dealt[again] = generator.choice(dealt, int(again.sum()))
    parts = np.array_split(dealt, accounts)
    others = people([count - len(part) for part in parts], cover, generator)
    return [np.concatenate(both) for both in zip(parts, others, strict=True)]


def evaluators(shape: tuple[int, int], benchmark: Ints, generator: np.random.Generator) -> Accounts:
    """Accounts that run one benchmark independently: all its first prompts, or each a random part of it."""
    accounts, count = shape
    count = min(count, len(benchmark))
    if generator.random() < 0.5:
        return [benchmark[:count]] * accounts
    return [generator.choice(benchmark, count, replace=False) for _ in range(accounts)]
