"""Which accounts lie nearest to each other, by random hyperplanes (Charikar 2002): never all pairs."""

import numpy as np

from tasks.graph import Floats, Ints

# Accounts at random that each account is held against.
_STRANGERS = 256
_BANDS = 24
# Accounts of one hash bucket that are compared with each other; larger buckets are cut in the order of their hashes.
_COMPARED = 48
_NEIGHBOURS = 8
_SEED = 20_260_401


def neighbours(
    vectors: Floats, least_surprise: float, level: Floats | None = None, width: float = np.inf
) -> tuple[Ints, Ints, Floats]:
    """Pairs of accounts of which one is among the other's nearest.

    Args:
        vectors: unit vectors, shape (n, directions).
        least_surprise: by how many standard deviations of strangers' likeness a neighbour is nearer than they are.
        level: of each account, shape (n,); only those whose levels lie less than `width` apart are neighbours.
        width: see `level`.

    Returns:
        The places of the one and of the other, the smaller first, and the surprise; shapes (pairs,).
    """
    count, size = vectors.shape
    generator = np.random.default_rng(_SEED)
    levels = np.zeros(count) if level is None else level
    bits = max(4, int(np.log2(count / 8 + 1)))
    pairs = []
    for _ in range(_BANDS):
        planes = generator.standard_normal((size, bits))
        hashed = (vectors @ planes > 0) @ (1 << np.arange(bits))
        if level is not None:
            # The same for levels: shelves twice as deep as neighbours may lie apart, begun anywhere.
            shelf = np.floor(level / (2 * width) + generator.random()).astype(np.int64)
            hashed = hashed + (shelf - shelf.min() << bits)
        order = np.argsort(hashed, kind="stable")
        ends = hashed[order]
        for step in range(1, _COMPARED):
            near = ends[step:] == ends[:-step]
            one, other = order[step:][near], order[:-step][near]
            near = np.abs(levels[one] - levels[other]) < width
            pairs.append(np.minimum(one, other)[near] * count + np.maximum(one, other)[near])
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
    near = surprise >= least_surprise
    return _nearest(count, one[near], other[near], surprise[near])


def _parts(values: Ints) -> list[Ints]:
    return np.array_split(values, len(values) // 100_000 + 1)


def _nearest(count: int, one: Ints, other: Ints, surprise: Floats) -> tuple[Ints, Ints, Floats]:
    """Of the pairs those in which one is among the nearest of the other."""
    ends, places = np.concatenate([one, other]), np.tile(np.arange(len(one)), 2)
    order = np.lexsort((places, -np.tile(surprise, 2), ends))
    starts = np.searchsorted(ends[order], np.arange(count))
    rank = np.arange(len(order)) - starts[ends[order]]
    chosen = np.bincount(places[order][rank < _NEIGHBOURS], minlength=len(one)) > 0
    return one[chosen], other[chosen], surprise[chosen]
