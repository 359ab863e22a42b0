"""The prompts that groups of accounts are made of, as landing keeps them: buckets and fingerprints, no text."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from tasks.contracts.corpora import WORD_BUCKETS
from tasks.errors import CallError
from tasks.graph import Ints
from tasks.landing.keyed import install_macros
from tasks.stage import sql

# Neighbours in a corpus may be of one hand: people are split into two halves by blocks of so many prompts.
_BLOCK = 25
FAMILIES = ("benign_user", "distill", "lookalike")


@dataclass(frozen=True)
class Prompts:
    """Every prompt: buckets of its words (one row each), fingerprint; and the places of each corpus, by family."""

    words: csr_matrix
    items: npt.NDArray[np.uint64]
    families: dict[str, dict[str, Ints]]

    def people(self, half: int) -> list[Ints]:
        """The corpora of honest people, of each every other block: 0 is known beforehand, 1 is tested on."""
        corpora = self.families["benign_user"].values()
        return [places[np.arange(len(places)) // _BLOCK % 2 == half] for places in corpora]


def read_prompts(folder: Path) -> Prompts:
    """Read Parquet files with family, corpus, idx and text."""
    files = sorted(folder.glob("*.parquet"))
    if not files:
        raise CallError(f"{folder} holds no Parquet file with family, corpus, idx and text; give such a folder")
    with duckdb.connect(config={"threads": 1}) as con:
        install_macros(con, b"prompts of the content test")
        con.read_parquet([str(file) for file in files]).create_view("prompts")
        rows = con.sql(sql(__file__, "prompts")).df()
    families = {
        family: {str(corpus): np.asarray(part.index, dtype=np.int64) for corpus, part in found.groupby("corpus")}
        for family, found in rows.groupby("family")
    }
    if missing := [family for family in FAMILIES if family not in families]:
        raise CallError(
            f"{folder} has no prompts of family {', '.join(missing)}; each of {', '.join(FAMILIES)} is needed"
        )
    ends = np.r_[0, np.cumsum([len(words) for words in rows["words"]])]
    buckets = np.concatenate(list(rows["words"])).astype(np.int64)
    words = csr_matrix((np.ones(len(buckets)), buckets, ends), shape=(len(rows), WORD_BUCKETS))
    return Prompts(words, rows["item"].to_numpy(np.uint64), families)
