"""What others published against model extraction, on one window of prompts: a higher score is more suspect.

Written anew from LabRAI/mmd-llm-mea-detection (arXiv 2606.05725) with its settings: MMD with a Gaussian kernel of the
median bandwidth against windows of honest traffic of the same size; PRADA (Juuti et al. 2019) as 1 - W of Shapiro and
Wilk over each prompt's distance to its nearest; the share of similar pairs after SEAT (Zhang et al. 2021), within
accounts as there; and the mean squared Mahalanobis distance to honest prompts.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds
from scipy.stats import shapiro

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_DIRECTIONS = 64
_REFERENCES, _SAMPLE = 20, 2000
_RIDGE, _PERCENTILE = 1e-6, 99.0


class Peers:
    """Detectors fitted to honest prompts: `vectors` of all prompts are unit vectors, `honest` are places in them."""

    def __init__(self, vectors: Floats, honest: Ints, generator: np.random.Generator):
        self._vectors, self._generator = vectors, generator
        seen = vectors[generator.choice(honest, min(_SAMPLE, len(honest)), replace=False)]
        apart = _squared(seen, seen)[np.triu_indices(len(seen), 1)]
        self._bandwidth = float(np.sqrt(np.median(apart[apart > 0])))
        self._similar = float(np.percentile(1 - apart / 2, _PERCENTILE))
        self._middle = vectors[honest].mean(axis=0)
        centred = vectors[honest] - self._middle
        variances, axes = np.linalg.eigh(centred.T @ centred / len(honest))
        self._whitening = axes / np.sqrt(np.maximum(variances, 0) + _RIDGE)
        self._usual = vectors[honest]
        self._kernels = self._kernel(self._usual, self._usual)
        self._references: dict[int, tuple[Floats, float]] = {}

    def scores(self, accounts: Sequence[Ints]) -> dict[str, float]:
        """The score of a window by each method."""
        window = self._vectors[np.concatenate(list(accounts))]
        return {
            "MMD": self._mmd(window),
            "PRADA": _prada(window),
            "SEAT": self._seat(accounts),
            "Mahalanobis": float((((window - self._middle) @ self._whitening) ** 2).sum(axis=1).mean()),
        }

    def _kernel(self, one: Floats, other: Floats) -> Floats:
        return np.asarray(np.exp(-_squared(one, other) / (2 * self._bandwidth**2)))

    def _mmd(self, window: Floats) -> float:
        """The mean of the unbiased squared MMD over references, each of them a sum over honest prompts with weights."""
        size = len(window)
        if size not in self._references:
            self._references[size] = self._reference(size)
        weights, within = self._references[size]
        inside = (self._kernel(window, window).sum() - size) / (size * (size - 1))
        return float(inside + within - 2 * (weights @ self._kernel(self._usual, window)).mean())

    def _reference(self, size: int) -> tuple[Floats, float]:
        """How much of all references each honest prompt is, and the mean kernel inside a reference."""
        count = len(self._usual)
        drawn = np.array(
            [
                np.bincount(self._generator.choice(count, size, replace=size > count), minlength=count)
                for _ in range(_REFERENCES)
            ]
        )
        inside = np.einsum("ri,ij,rj->r", drawn, self._kernels, drawn, optimize=True) - size
        return drawn.mean(axis=0) / size, float(inside.mean() / (size * (size - 1)))

    def _seat(self, accounts: Sequence[Ints]) -> float:
        similar = pairs = 0
        for places in accounts:
            cosines = (self._vectors[places] @ self._vectors[places].T)[np.triu_indices(len(places), 1)]
            similar, pairs = similar + int((cosines >= self._similar).sum()), pairs + len(cosines)
        return similar / max(pairs, 1)


def _squared(one: Floats, other: Floats) -> Floats:
    apart = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None, :] - 2 * one @ other.T
    return np.asarray(np.maximum(apart, 0))


def _prada(window: Floats) -> float:
    apart = _squared(window, window)
    np.fill_diagonal(apart, np.inf)
    nearest = np.sqrt(apart.min(axis=1))
    kept = nearest[np.abs(nearest - nearest.mean()) <= 3 * nearest.std()]
    return 1 - float(shapiro(kept).statistic) if len(kept) >= 3 and np.ptp(kept) > 0 else 0.0


def plain_vectors(words: csr_matrix, known: Ints) -> Floats:
    """Unit vectors of all prompts in the directions of `known` ones, by latent semantic analysis: for embeddings."""
    users = np.bincount(words[known].indices, minlength=words.shape[1])
    surprise = np.log((1 + len(known)) / (1 + users))
    weighed = csr_matrix((words.data * surprise[words.indices], words.indices, words.indptr), shape=words.shape)
    _, _, directions = svds(
        weighed[known], k=min(_DIRECTIONS, len(known) - 1), v0=np.ones(min(len(known), words.shape[1]))
    )
    found = weighed @ directions.T
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12))
