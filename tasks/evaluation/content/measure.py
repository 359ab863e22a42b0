"""Groups of known kind, scored by our content test and by its peers, the corpora of the campaigns never seen before."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import poisson, rankdata

from tasks.campaigns.queues import account_vectors, likeness, repeated
from tasks.evaluation.content.corpora import Prompts
from tasks.evaluation.content.groups import Accounts, campaign, evaluators, people
from tasks.evaluation.content.peers import Peers, plain_vectors

Ints = npt.NDArray[np.int64]

# Accounts, and prompts of each: windows of 96 to 1,400 prompts.
SHAPES = ((8, 12), (8, 60), (25, 20), (50, 28), (200, 7))
SHARES = (0.05, 0.1, 0.25, 0.5, 1.0)
# Groups of people for one of each other sort: all are held against them.
_PEOPLE = 8
OURS = "one queue"
# Other traffic that the population has, of each corpus that isn't tested on.
_KNOWN = 150
# A queue that deals so many of its prompts again is still one; those of the groups here deal half as many again.
_AGAIN = 0.02
_SEED = 20_261_124


def score_groups(prompts: Prompts, rounds: int) -> pd.DataFrame:
    """Score `rounds` groups of each sort and size, in two folds that swap the corpora known and tested on.

    Returns:
        fold, accounts, prompts, kind (people, evaluators, campaign), corpus, share, method, score, p_value (ours only).
    """
    return pd.DataFrame([row for fold in (0, 1) for row in _fold(prompts, fold, rounds)])


def _fold(prompts: Prompts, fold: int, rounds: int) -> Iterator[dict[str, object]]:
    generator = np.random.default_rng([_SEED, fold])
    queues, benchmarks = (dict(list(prompts.families[name].items())[fold::2]) for name in ("distill", "lookalike"))
    known = [
        generator.choice(places, min(_KNOWN, len(places)), replace=False)
        for name in ("distill", "lookalike")
        for places in list(prompts.families[name].values())[1 - fold :: 2]
    ]
    before, after = prompts.people(0), prompts.people(1)
    honest = np.concatenate(before)
    peers = Peers(plain_vectors(prompts.words, np.concatenate([honest, *known])), honest, generator)
    for shape in SHAPES:
        population = people([shape[1]] * (len(honest) // shape[1]), before, generator)
        for kind, corpus, share, group in _groups(shape, queues, benchmarks, after, rounds, generator):
            score, chance = ours(prompts, group, population, known, generator)
            said = {
                "fold": fold,
                "accounts": shape[0],
                "prompts": shape[1],
                "kind": kind,
                "corpus": corpus,
                "share": share,
            }
            yield said | {"method": OURS, "score": score, "p_value": chance}
            for method, value in peers.scores(group).items():
                yield said | {"method": method, "score": value}


def _groups(  # noqa: PLR0913, PLR0917 - what groups are made of
    shape: tuple[int, int],
    queues: dict[str, Ints],
    benchmarks: dict[str, Ints],
    honest: Sequence[Ints],
    rounds: int,
    generator: np.random.Generator,
) -> Iterator[tuple[str, str, float, Accounts]]:
    several = {" + ".join(queues): np.concatenate(list(queues.values()))} if len(queues) > 1 else {}
    for _ in range(rounds * _PEOPLE):
        yield "people", "", 0.0, people([shape[1]] * shape[0], honest, generator)
    for _ in range(rounds):
        for corpus, places in benchmarks.items():
            yield "evaluators", corpus, 0.0, evaluators(shape, places, generator)
        for corpus, places in (queues | several).items():
            # A queue that would have to be dealt twice is left out.
            for share in [part for part in SHARES if part * shape[0] * shape[1] <= len(places)]:
                yield "campaign", corpus, share, campaign(shape, share, places, honest, generator)


def ours(
    prompts: Prompts, group: Accounts, population: Accounts, known: Sequence[Ints], generator: np.random.Generator
) -> tuple[float, float]:
    """Likeness between accounts, times the chance that a queue repeats itself as often; and the test's own p-value."""
    accounts = [*group, *population, *known]
    inside, outside = np.arange(len(group)), np.arange(len(group), len(group) + len(population))
    usual = np.zeros(len(accounts), dtype=bool)
    usual[outside] = True
    # As landing keeps an account's prompts: each once.
    each = [np.unique(places) for places in accounts]
    places, owner = np.concatenate(each), np.repeat(np.arange(len(each)), [len(part) for part in each])
    vectors = account_vectors(prompts.words[places], owner, usual)
    alike, _, chance = likeness(vectors, inside, outside, generator)
    repeats, few = repeated(owner, prompts.items[places], inside, outside)
    queue = poisson.sf(np.floor(repeats) - 1, _AGAIN * sum(map(len, each[: len(group)])))
    return alike * float(queue), max(chance, few)


def auc(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """The chance that one of `one` scores above one of `other`, equal ones counted half (Mann and Whitney 1947)."""
    ranks = rankdata(np.concatenate([one, other]))[: len(one)]
    return float((ranks.sum() - len(one) * (len(one) + 1) / 2) / (len(one) * len(other)))


def areas(scores: pd.DataFrame, against: str) -> pd.DataFrame:
    """AUC of campaigns against a kind of honest groups, inside each fold and size: one row for each and corpus."""
    rows = []
    for (method, fold, accounts, count), found in scores.groupby(["method", "fold", "accounts", "prompts"], sort=False):
        honest = found.loc[found["kind"] == against, "score"].to_numpy(float)
        for (corpus, share), part in found[found["kind"] == "campaign"].groupby(["corpus", "share"], sort=False):
            rows.append(
                {"method": method, "fold": fold, "accounts": accounts, "prompts": count, "corpus": corpus}
                | {"share": share, "auc": auc(part["score"].to_numpy(float), honest)}
            )
    return pd.DataFrame(rows)
