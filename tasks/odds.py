"""What p-values say of odds."""

import numpy as np
import numpy.typing as npt


def most_odds(chances: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """By how much p-values turn the odds against their null hypotheses at most (Sellke, Bayarri and Berger 2001)."""
    held = np.clip(chances, 1e-300, 1 / np.e)
    return np.asarray(-1 / (np.e * held * np.log(held)))
