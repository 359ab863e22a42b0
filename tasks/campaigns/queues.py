"""one_queue. Do the accounts of a group draw on one set of tasks, and yet never send the same?

Sees: one queue dealt out. The accounts' prompts are alike, far more than those of as many others that were chosen for
being like them, and repeat each other less often than independent users of one set of tasks would.
Misses: queues so diverse that they look like everybody's questions; groups of which cover traffic makes up most; queues
of which each account has a subject of its own; groups too small, with prompts too few, to be told from users of a set;
queues dealt round several times; groups of which the other half is among the outsiders.
Innocent: a firm that spreads its own benchmark over its own keys; a class of which everybody has another exercise; an
event with a starter kit; the only users of a language or of a tool. So it never stands alone.
Evaded by: rewording each prompt beyond its words, sending part of the queue twice on purpose, a subject to an account.

Why believe it: each account is the mean of its prompts in the directions in which everybody's prompts differ (latent
semantic analysis), each direction weighed by how little everybody varies in it, as in Hotelling's two-sample test. The
statistic is the mean cosine between accounts: a prompt is never held against another of its own account, so a person
with one interest doesn't count (a U-statistic over accounts). Two chances are worked out and the larger is told
(intersection-union test, Berger 1982): that of permuting whole accounts among the group and the outsiders that are
most like it, so that a language or a common tool explains itself; and that of so few repeats, had each account drawn
for itself from a public set of tasks, as large as such sets are.
"""

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds
from scipy.stats import poisson

from tasks.campaigns.draws import dice
from tasks.contracts.corpora import WORD_BUCKETS
from tasks.graph import Floats, Ints

_DIRECTIONS = 64
# Added to each direction's variance, as a part of their mean: directions seen in few prompts are known badly.
_RIDGE = 0.3
_LEAST_ACCOUNTS = 5
_LEAST_OUTSIDERS = 20
_DRAWS, _MORE_DRAWS = 199, 19_800
# Most benchmarks in wide use have below 2,000, MATH 5,000; of the few that are larger the first are run, not any.
_PUBLIC_SET = 5_000
# Looked at: accounts of the population and of each group, prompts of each; fewer prompts of an account say little.
_SAMPLED = {"sampled_accounts": 1000, "sampled_members": 100, "sampled_prompts": 32, "fewest_prompts": 5}
_FOUND = ("statistic", "usual", "cohort", "repeats", "p_alike", "p_repeats", "p_value")
_COLUMNS = ["group_id", "family", "signal", *_FOUND]


@dataclass(frozen=True)
class Openings:
    """Prompts that open conversations, and the accounts that sent them.

    Attributes:
        places: The place of each account that has enough of them, by its id; n of them.
        vectors: The middle of each account's prompts, as unit vectors; shape (n, directions).
        sampled: Whether an account stands for the population; shape (n,).
        owner: The account of each prompt, by its place.
        items: The keyed fingerprint of each prompt.
    """

    places: "pd.Series[int]"
    vectors: Floats
    sampled: npt.NDArray[np.bool_]
    owner: Ints
    items: npt.NDArray[np.uint64]


def read_openings(con: duckdb.DuckDBPyConnection, prompts: str) -> Openings:
    """Place everybody who may be asked about; nobody where too few write for anything to differ from.

    Args:
        con: has openings of the window, and groups.
        prompts: the query of `queues.sql`.
    """
    for name, value in _SAMPLED.items():
        con.execute(f"set variable {name} = {value}")
    rows = con.sql(prompts).to_arrow_table().to_pandas()
    owners, accounts = rows.drop_duplicates("prompt"), rows.drop_duplicates("account").sort_values("account")
    places = pd.Series(accounts["account"].to_numpy(np.int64), index=accounts["account_id"])
    sampled, owner = accounts["sampled"].to_numpy(bool), owners["account"].to_numpy(np.int64)
    words = csr_matrix(
        (np.ones(len(rows)), (rows["prompt"].to_numpy(), rows["bucket"].to_numpy())), shape=(len(owners), WORD_BUCKETS)
    )
    items = owners["item"].to_numpy(np.uint64)
    if sampled.sum() < _LEAST_OUTSIDERS:
        return Openings(places[:0], np.zeros((0, 1)), sampled[:0], owner[:0], items[:0])
    return Openings(places, account_vectors(words, owner, sampled), sampled, owner, items)


def queue_chances(openings: Openings, dealt: pd.DataFrame) -> pd.DataFrame:
    """Test every group that has accounts enough with openings.

    Args:
        openings: of everybody.
        dealt: group_id, account_id.

    Returns:
        group_id, family, signal, statistic (one less the likeness between accounts), usual (that of the outsiders most
        like them), cohort, repeats (pairs of accounts and prompt beyond what outsiders repeat), p_alike, p_repeats and
        p_value, the larger of them.
    """
    found: list[dict[str, Any]] = []
    for group_id, members in dealt.groupby("group_id", sort=True):
        inside: Ints = np.sort(openings.places.reindex(members["account_id"]).dropna().to_numpy(np.int64))
        if len(inside) < _LEAST_ACCOUNTS:
            continue
        outside: Ints = np.setdiff1d(np.flatnonzero(openings.sampled), inside)
        seen, usual, alike = likeness(openings.vectors, inside, outside, dice(str(group_id), "one_queue"))
        repeats, few = repeated(openings.owner, openings.items, inside, outside)
        found.append(
            {"group_id": group_id, "family": "content", "signal": "one_queue", "statistic": 1 - seen}
            | {"usual": 1 - usual, "cohort": len(inside), "repeats": repeats, "p_alike": alike, "p_repeats": few}
            | {"p_value": max(alike, few)}
        )
    return pd.DataFrame(found, columns=_COLUMNS)


def prompt_vectors(words: csr_matrix, usual: npt.NDArray[np.bool_]) -> Floats:
    """Prompts in the directions in which all of them differ, those in which `usual` ones vary little weighed most."""
    users = np.bincount(words.indices, minlength=words.shape[1])
    surprise = np.log((1 + words.shape[0]) / (1 + users))
    weighed = csr_matrix((words.data * surprise[words.indices], words.indices, words.indptr), shape=words.shape)
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1))).ravel()
    weighed.data /= np.repeat(np.maximum(lengths, 1e-12), np.diff(weighed.indptr))
    rank = min(_DIRECTIONS, min(weighed.shape) - 1)
    # The directions are the same to a dozen digits as with all of the solver's precision, in less than half the time.
    _, _, directions = svds(weighed, k=rank, v0=np.ones(min(weighed.shape)), tol=1e-2)
    placed = weighed @ directions.T
    placed -= placed[usual].mean(axis=0)
    variances, axes = np.linalg.eigh(np.cov(placed[usual].T))
    return np.asarray(placed @ (axes / np.sqrt(np.maximum(variances, 0) + _RIDGE * variances.mean())))


def account_vectors(words: csr_matrix, owner: Ints, sampled: npt.NDArray[np.bool_]) -> Floats:
    """The middle of each account's prompts, as unit vectors.

    Args:
        words: prompts by buckets, 1 where the prompt has a word of the bucket.
        owner: the account of each prompt, numbered from 0.
        sampled: for each account, whether it stands for the population.
    """
    placed = prompt_vectors(words, sampled[owner])
    middles = np.zeros((len(sampled), placed.shape[1]))
    np.add.at(middles, owner, placed)
    # Solvers differ in the last digits from one machine to another.
    return np.asarray(np.round(middles / np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-12), 6))


def likeness(
    vectors: Floats, inside: Ints, outside: Ints, generator: np.random.Generator
) -> tuple[float, float, float]:
    """The mean cosine between the accounts inside, the median of as many of them and those like them, the chance."""
    middle = vectors[inside].sum(axis=0)
    near = outside[np.argsort(-(vectors[outside] @ middle), kind="stable")][: max(len(inside), _LEAST_OUTSIDERS)]
    pool = vectors[np.concatenate([inside, near])]
    seen = _between(middle[None, :], len(inside))[0]
    drawn = _drawn(pool, len(inside), _DRAWS, generator)
    if (drawn >= seen).mean() <= 0.05:
        drawn = np.concatenate([drawn, _drawn(pool, len(inside), _MORE_DRAWS, generator)])
    return float(seen), float(np.median(drawn)), (1 + int((drawn >= seen).sum())) / (1 + len(drawn))


def _between(sums: Floats, count: int) -> Floats:
    """The mean product of two different ones of `count` unit vectors, from their sum."""
    return np.asarray(((sums**2).sum(axis=1) - count) / (count * (count - 1)))


def _drawn(pool: Floats, count: int, draws: int, generator: np.random.Generator) -> Floats:
    parts = []
    for start in range(0, draws, 1000):
        chosen = np.zeros((min(1000, draws - start), len(pool)))
        picks = np.argpartition(generator.random(chosen.shape), count - 1, axis=1)[:, :count]
        np.put_along_axis(chosen, picks, 1.0, axis=1)
        parts.append(_between(chosen @ pool, count))
    return np.concatenate(parts)


def repeated(owner: Ints, items: npt.NDArray[np.uint64], inside: Ints, outside: Ints) -> tuple[float, float]:
    """Pairs of accounts inside that sent the same; the chance of so few among users of one set.

    What outsiders send too, such as openings passed round, is repeated inside as often as by them.
    """
    mine, theirs = np.isin(owner, inside), np.isin(owner, outside)
    sent, holders = np.unique(items[mine], return_counts=True)
    common = pd.Series(items[theirs]).value_counts().reindex(sent).fillna(0).to_numpy() / max(len(outside), 1)
    seen = float((holders * (holders - 1)).sum() / 2)
    usual = float((common**2).sum() * len(inside) * (len(inside) - 1) / 2)
    counts = np.bincount(owner[mine])
    drawn = (counts.sum() ** 2 - (counts**2).sum()) / 2 / _PUBLIC_SET
    return max(0.0, seen - usual), float(poisson.cdf(seen, usual + drawn))
