"""Whether p-values hold: of groups dealt out at random, no more may fall below a level than chance lets."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import binom


def random_groups(names: Sequence[str], size: int, count: int, seed: int) -> pd.DataFrame:
    """`count` groups of `size` of `names`: group_id, account_id."""
    dice = np.random.default_rng(seed)
    return pd.concat(
        pd.DataFrame({"group_id": f"g{number:03d}", "account_id": dice.choice(names, size, replace=False)})
        for number in range(count)
    ).sort_values(["group_id", "account_id"], ignore_index=True)


def holds(p_values: "pd.Series[float]") -> bool:
    """Whether no more of them are below .01, .05 and .2 than would be seen once in a thousand times."""
    return all(
        (p_values <= level).sum() <= binom.ppf(0.999, len(p_values), level) for level in (0.01, 0.05, 0.2)
    ) and bool((p_values > 0).all())
