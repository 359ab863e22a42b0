"""Clusters of accounts by what they write about.

Each account is a vector of word buckets, weighed by rarity among accounts (tf-idf), brought down to the directions in
which accounts agree (latent semantic analysis, Deerwester et al. 1990): two accounts that draw different items from one
corpus have few words in common, but the same directions. Neighbours are found by random hyperplanes (Charikar 2002), so
that pairs are never listed all to all; communities among mutual neighbours are Leiden's (Traag et al. 2019).
"""

import numpy as np
import pyarrow as pa
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from tasks.graph import Floats, Ints, communities

_BUCKETS = 4096
_DIRECTIONS = 96
# Accounts at random that each account is held against, and by how many of their standard deviations a neighbour has to
# be nearer than they are.
_STRANGERS = 256
_LEAST_SURPRISE = 4.0
_BANDS = 24
# So few are decomposed whole.
_FEW = 1000
# Accounts of one hash bucket that are compared with each other; larger buckets are cut in the order of their hashes.
_COMPARED = 48
_NEIGHBOURS = 8
_SEED = 20_260_401


def clusters(words: pa.Table) -> pa.Table:
    """Cluster accounts.

    Args:
        words: place, account_id, bucket, share, prompts; one row for each account and bucket, ordered by account.

    Returns:
        account_id, corpus, accounts, similarity, prompts of every account that is in a cluster.
    """
    place, bucket = words["place"].to_numpy(), words["bucket"].to_numpy()
    _, first = np.unique(place, return_index=True)
    count = len(first)
    if count < 4:
        return _table([], [], np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64))
    shares = csr_matrix((words["share"].to_numpy(), (place, bucket)), shape=(count, _BUCKETS))
    vectors = _directions(_weighed(shares))
    one, other, similar = _neighbours(vectors)
    labels = communities(np.column_stack([one, other]), similar, count)
    sizes = np.bincount(labels, minlength=labels.max() + 1)
    inside = np.flatnonzero(sizes[labels] >= 2)
    middles = np.zeros((len(sizes), vectors.shape[1]))
    np.add.at(middles, labels, vectors)
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-12)
    likeness = np.einsum("ij,ij->i", vectors, middles[labels])
    names = words["account_id"].take(pa.array(first)).to_pylist()
    prompts = words["prompts"].to_numpy()[first]
    smallest: dict[int, str] = {}
    for index in inside:
        smallest.setdefault(labels[index], names[index])
    return _table(
        [names[index] for index in inside],
        [smallest[labels[index]] for index in inside],
        sizes[labels[inside]],
        likeness[inside],
        prompts[inside],
    )


def _table(accounts: list[str], corpora: list[str], sizes: Ints, similarity: Floats, prompts: Ints) -> pa.Table:
    return pa.table(
        {
            "account_id": pa.array(accounts, pa.string()),
            "corpus": pa.array(corpora, pa.string()),
            "accounts": pa.array(sizes, pa.int64()),
            "similarity": pa.array(np.round(similarity, 3), pa.float64()),
            "prompts": pa.array(prompts, pa.int64()),
        }
    )


def _weighed(shares: csr_matrix) -> csr_matrix:
    """Unit vectors of the square root of each share times the surprise of its bucket among accounts."""
    users = np.bincount(shares.indices, minlength=_BUCKETS)
    surprise = np.log((1 + shares.shape[0]) / (1 + users))
    weighed = csr_matrix(
        (np.sqrt(shares.data) * surprise[shares.indices], shares.indices, shares.indptr), shape=shares.shape
    )
    return _units(weighed)


def _units(rows: csr_matrix) -> csr_matrix:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    rows.data = rows.data / np.repeat(np.maximum(lengths, 1e-12), np.diff(rows.indptr))
    return rows


def _directions(vectors: csr_matrix) -> Floats:
    """Unit vectors in the directions that explain most, the population's own middle left out."""
    # As many as a population of this size can show; more of them would be single accounts' own.
    rank = min(_DIRECTIONS, int(1.5 * vectors.shape[0] ** 0.5), min(vectors.shape) - 1)
    if vectors.shape[0] <= _FEW:
        left, strength, _ = np.linalg.svd(vectors.toarray(), full_matrices=False)
        left, strength = left[:, :rank], strength[:rank]
    else:
        start = np.random.default_rng(_SEED).standard_normal(min(vectors.shape))
        left, strength, _ = svds(vectors, k=rank, v0=start)
    found: Floats = left * strength
    found -= found.mean(axis=0)
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
    # Solvers differ in the last digits from one machine to another.
    return np.round(found, 6)


def _neighbours(vectors: Floats) -> tuple[Ints, Ints, Floats]:
    """Pairs of accounts of which one is among the other's nearest, and by how much more than strangers."""
    count, width = vectors.shape
    generator = np.random.default_rng(_SEED)
    bits = max(4, int(np.log2(count / 8 + 1)))
    pairs = []
    for _ in range(_BANDS):
        planes = generator.standard_normal((width, bits))
        hashed = (vectors @ planes > 0) @ (1 << np.arange(bits))
        order = np.argsort(hashed, kind="stable")
        ends = hashed[order]
        for step in range(1, _COMPARED):
            near = ends[step:] == ends[:-step]
            pairs.append(
                np.minimum(order[step:][near], order[:-step][near]) * count
                + np.maximum(order[step:][near], order[:-step][near])
            )
    found = np.unique(np.concatenate(pairs))
    one, other = found // count, found % count
    similar = np.concatenate(
        [np.einsum("ij,ij->i", vectors[a], vectors[b]) for a, b in zip(_parts(one), _parts(other), strict=True)]
    )
    strangers = vectors @ vectors[generator.choice(count, min(count, _STRANGERS), replace=False)].T
    # Below the median there are hardly any of one's own corpus, however large its share of all accounts.
    low, usual = np.quantile(strangers, [0.16, 0.5], axis=1)
    spread = usual - low + 1e-9
    surprise = np.minimum((similar - usual[one]) / spread[one], (similar - usual[other]) / spread[other])
    near = surprise >= _LEAST_SURPRISE
    return _nearest(count, one[near], other[near], surprise[near])


def _parts(values: Ints) -> list[Ints]:
    return np.array_split(values, len(values) // 100_000 + 1)


def _nearest(count: int, one: Ints, other: Ints, similar: Floats) -> tuple[Ints, Ints, Floats]:
    """Of the pairs those in which one is among the nearest of the other."""
    ends, places = np.concatenate([one, other]), np.tile(np.arange(len(one)), 2)
    order = np.lexsort((places, -np.tile(similar, 2), ends))
    starts = np.searchsorted(ends[order], np.arange(count))
    rank = np.arange(len(order)) - starts[ends[order]]
    chosen = np.bincount(places[order][rank < _NEIGHBOURS], minlength=len(one)) > 0
    return one[chosen], other[chosen], similar[chosen]
