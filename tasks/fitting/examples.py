"""What weights can be learned from: groups of several lakes, of which verdicts or a world's truth say what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd

from tasks.campaigns.weights import LINKING, SIGNALS
from tasks.contracts.campaigns import CANDIDATES, EVIDENCE, MEMBERS
from tasks.contracts.verdicts import VERDICTS
from tasks.counted import counted
from tasks.errors import CallError
from tasks.stage import Run, all_to_date, sql
from tasks.stage.connection import connection, open_inputs, quoted_path

_READS = tuple(all_to_date(table) for table in (MEMBERS, EVIDENCE, CANDIDATES, VERDICTS))
# Fewer of either kind say nothing on a dozen weights.
_FEWEST = 5
# The signals that say whether a group is one, in the order of the columns of `Examples.present`.
FITTED = tuple(name for name, signal in SIGNALS.items() if signal.family in LINKING)


@dataclass(frozen=True)
class Examples:
    """Groups of several lakes, one row each.

    `present` (groups x signals) tells which signals spoke for it, `one_hand` what it is, `world` the number of its
    lake, `weight` what it counts (a lake's days together count once).
    """

    present: npt.NDArray[np.bool_]
    one_hand: npt.NDArray[np.bool_]
    world: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]
    worlds: tuple[str, ...]
    seeds: tuple[str, ...]
    newest: date

    def part(self, chosen: npt.NDArray[np.bool_]) -> "Examples":
        """The groups that are `chosen`."""
        rows = (self.present[chosen], self.one_hand[chosen], self.world[chosen], self.weight[chosen])
        return Examples(*rows, self.worlds, self.seeds, self.newest)


def read_examples(runs: Sequence[Run]) -> Examples:
    """The labelled groups of every published day of the lakes.

    Raises:
        CallError: fewer than two lakes have labels, or one kind of group is hardly there.
    """
    found = [(run, *_of_lake(run)) for run in runs]
    labelled = [(run, groups, seed) for run, groups, seed in found if len(groups)]
    if len(labelled) < 2:
        raise CallError(
            f"groups that verdicts or a truth.parquet speak of: in {len(labelled)} of {counted(len(runs), 'lake')}; at "
            "least two are needed, as weights are tried on lakes that they were not fitted on. Make worlds with: "
            "python -m flows.simulate, run their days with: python -m flows.backfill, and name each with --world LAKE"
        )
    groups = pd.concat([each.assign(world=number) for number, (_, each, _) in enumerate(labelled)], ignore_index=True)
    one_hand = groups["one_hand"].to_numpy(bool)
    if min(one_hand.sum(), (~one_hand).sum()) < _FEWEST:
        raise CallError(
            f"groups under one hand: {one_hand.sum()}, others: {(~one_hand).sum()}; at least {_FEWEST} of each are "
            "needed. Give more verdicts with: python -m flows.verdict, or more worlds with --world LAKE"
        )
    return Examples(
        present=np.array([[name in signals for name in FITTED] for signals in groups["signals"]], dtype=bool),
        one_hand=one_hand,
        world=groups["world"].to_numpy(np.int64),
        weight=groups["weight"].to_numpy(np.float64),
        worlds=tuple(run.lake.root.resolve().name for run, _, _ in labelled),
        seeds=tuple(seed for _, _, seed in labelled if seed),
        newest=pd.Timestamp(groups["dt"].max()).date(),
    )


def _of_lake(run: Run) -> tuple[pd.DataFrame, str]:
    """The lake's labelled groups, and the seed of a made-up world."""
    truth, seed = run.lake.root / "truth.parquet", ""
    with connection(run.lake, run.settings) as con:
        open_inputs(con, run.lake, _READS, date.max)
        con.execute(f"set variable min_accounts = {run.settings.campaigns.min_accounts}")
        if truth.is_file():
            con.execute(f"create view truth as select account_id, campaign from read_parquet({quoted_path(truth)})")
            seed = _seed(con, quoted_path(truth))
        else:
            con.execute("create view truth as select '' as account_id, '' as campaign where false")
        return con.sql(sql(__file__, "examples")).df(), seed


def _seed(con: duckdb.DuckDBPyConnection, truth: str) -> str:
    found = con.execute(f"select value from parquet_kv_metadata({truth}) where key = 'seed'").fetchall()
    return found[0][0].decode() if found else ""
