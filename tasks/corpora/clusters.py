"""Clusters of accounts by what they write about: Leiden communities among accounts that lie near each other."""

import numpy as np
import pyarrow as pa

from tasks.corpora.directions import directions
from tasks.corpora.neighbours import neighbours
from tasks.graph import Floats, Ints, communities

_LEAST_SURPRISE = 4.0


def clusters(words: pa.Table) -> pa.Table:
    """Cluster accounts.

    Args:
        words: as `directions` takes it.

    Returns:
        account_id, corpus, accounts, similarity, prompts of every account that is in a cluster.
    """
    writers = directions(words)
    names, vectors, count = writers.accounts, writers.vectors, len(writers.accounts)
    if not count:
        return _table([], [], np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64))
    one, other, surprise = neighbours(vectors, _LEAST_SURPRISE)
    labels = communities(np.column_stack([one, other]), surprise, count)
    sizes = np.bincount(labels, minlength=labels.max() + 1)
    inside = np.flatnonzero(sizes[labels] >= 2)
    middles = np.zeros((len(sizes), vectors.shape[1]))
    np.add.at(middles, labels, vectors)
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-12)
    likeness = np.einsum("ij,ij->i", vectors, middles[labels])
    smallest: dict[int, str] = {}
    for index in inside:
        smallest.setdefault(labels[index], names[index])
    return _table(
        [names[index] for index in inside],
        [smallest[labels[index]] for index in inside],
        sizes[labels[inside]],
        likeness[inside],
        writers.prompts[inside],
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
