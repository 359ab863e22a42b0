"""Accounts as points: those that draw different prompts from one corpus lie in the same direction.

The square roots of the shares of word buckets (Hellinger's distance: what is rare counts as much as what is usual, and
no single prompt much) are brought down to the directions in which accounts agree (latent semantic analysis, Deerwester
et al. 1990). The first of these is what everybody's prompts have in common; it is left out.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from tasks.contracts.corpora import WORD_BUCKETS
from tasks.graph import Floats, Ints

_DIRECTIONS = 96
# So few are decomposed whole.
_FEW = 1000
_LEAST_ACCOUNTS = 4
_SEED = 20_260_401


@dataclass(frozen=True)
class Writers:
    """Accounts and where they lie.

    Attributes:
        accounts: Their ids, ascending; n of them.
        prompts: How many prompts of each were seen, shape (n,).
        vectors: Unit vectors, shape (n, directions).
    """

    accounts: list[str]
    prompts: Ints
    vectors: Floats


def directions(words: pa.Table) -> Writers:
    """Place accounts by their words.

    Args:
        words: place, account_id, bucket, share, prompts; one row for each account and bucket, ordered by account.
    """
    place, bucket = words["place"].to_numpy(), words["bucket"].to_numpy()
    _, first = np.unique(place, return_index=True)
    if len(first) < _LEAST_ACCOUNTS:
        return Writers([], np.zeros(0, np.int64), np.zeros((0, 1)))
    roots = csr_matrix((np.sqrt(words["share"].to_numpy()), (place, bucket)), shape=(len(first), WORD_BUCKETS))
    return Writers(
        words["account_id"].take(pa.array(first)).to_pylist(), words["prompts"].to_numpy()[first], _placed(roots)
    )


def _placed(roots: csr_matrix) -> Floats:
    # As many as a population of this size can show, after the first; more of them would be single accounts' own.
    count = roots.shape[0]
    rank = min(_DIRECTIONS, int(1.5 * count**0.5), count - 2) + 1
    if count <= _FEW:
        squares, left = np.linalg.eigh((roots @ roots.T).toarray())
        found = left[:, ::-1][:, :rank] * np.sqrt(np.maximum(squares[::-1][:rank], 0))
    else:
        start = np.random.default_rng(_SEED).standard_normal(min(roots.shape))
        left, strength, _ = svds(roots, k=rank, v0=start)
        found = (left * strength)[:, np.argsort(-strength)]
    found = found[:, 1:]
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
    # Solvers differ in the last digits from one machine to another.
    return np.asarray(np.round(found, 6))
