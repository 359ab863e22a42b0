"""Who writes as a shard's accounts do, however much he does: the rest of those whom one queue is dealt out to.

Shards are found among accounts with a steady load that do about as much as each other; an operator has others. Asked
are all whom nothing else explains, for each shard that is believed: those that are as like its middle as nine tenths of
its own accounts are. They are taken in if they, by themselves, fell silent, turned to a new model or handed on together
too: a subject may be in fashion.

Misses: accounts of which cover traffic makes up most. Innocent: whoever asks what the operator asks, among many who are
the operator's. Evaded by: a subject to each account.
"""

import duckdb
import numpy as np
import pandas as pd

from tasks.corpora import words_of_writers
from tasks.corpora.directions import Writers, directions
from tasks.stage import sql

# Of a shard's own accounts so many are less like its middle than those that are taken in.
_UNLIKE = 0.1


def find_rest(con: duckdb.DuckDBPyConnection, shards: pd.DataFrame, loads: pd.DataFrame) -> pd.DataFrame:
    """Accounts that write as those of `shards` do: its columns, without an account of them.

    Args:
        con: has explained, standing, groups, everybody, account_words.
        shards: group_id, account_id, and what else is said of each group.
        loads: account_id of every active account.
    """
    con.register("loads", loads)
    con.execute("create or replace temp table writers as " + sql(__file__, "unexplained"))
    return like_them(directions(words_of_writers(con)), shards)


def like_them(writers: Writers, shards: pd.DataFrame) -> pd.DataFrame:
    """Those of `writers` that are like a group of `shards`, each with the group that it is most like."""
    places = pd.Index(writers.accounts)
    nearest, group = np.full(len(places), -np.inf), np.full(len(places), None, dtype=object)
    for name, accounts in shards.groupby("group_id", sort=True)["account_id"]:
        own = places.get_indexer(pd.Index(accounts))
        vectors = writers.vectors[own[own >= 0]]
        if len(vectors) < 2:
            continue
        # Each account is held against the others: its own words would make it like them.
        others = vectors.sum(axis=0) - vectors
        usual = np.einsum("ij,ij->i", vectors, others) / np.maximum(np.linalg.norm(others, axis=1), 1e-12)
        middle = vectors.sum(axis=0) / max(float(np.linalg.norm(vectors.sum(axis=0))), 1e-12)
        likeness = np.round(writers.vectors @ middle, 9)
        nearer = (likeness >= np.quantile(usual, _UNLIKE)) & (likeness > nearest)
        nearest[nearer], group[nearer] = likeness[nearer], name
    rest = ~places.isin(shards["account_id"]) & pd.notna(group)
    found = pd.DataFrame({"group_id": group[rest], "account_id": places[rest]})
    return found.merge(shards.drop(columns="account_id").drop_duplicates("group_id"), on="group_id")
