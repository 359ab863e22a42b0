"""Wallets of a token airdrop with accepted sybil labels: our grouping, tests and fusion on somebody else's truth."""

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from tasks.contracts.account_days import ACCOUNT_DAYS
from tasks.contracts.accounts import ACCOUNTS
from tasks.contracts.links import ACCOUNT_VALUES, HANDOFFS
from tasks.evaluation.metrics import wilson
from tasks.evaluation.realdata.lake import find_campaigns
from tasks.evaluation.realdata.tied import tied
from tasks.evaluation.words import number, table
from tasks.graph import connected
from tasks.settings import load
from tasks.stage import sql
from tasks.stage.connection import quoted_path

_DAY = date(2022, 4, 1)
# Groups of so many were what the published baseline counted.
_AT_LEAST = 8
# In which the product looks for joint sign-up, in seconds.
_STRETCHES = {"an hour": 3_600, "a day": 86_400, "a week": 604_800}
_NOON = f"timestamptz '{_DAY} 12:00:00+00'"
_TABLES = {
    # A wallet pays for itself.
    ACCOUNTS: "select address as account_id, address as payment, to_timestamp(first_hop_ts) as created_at from labels",
    ACCOUNT_DAYS: f"""select address as account_id, 1 as requests, 1 as hours, 1 as models, 1 as addresses,
                             {_NOON} as first_ts, {_NOON} as last_ts from labels""",
    HANDOFFS: f"""select one as from_account, other as to_account, hash(one, other) as conversation,
                         {_NOON} as handed_at, 0 as gap_seconds, false as after_refusal, 1 as holders from tied""",
    ACCOUNT_VALUES: """select wallet as account_id, 'network' as family, 'shared_address' as signal, outside as value,
                              1 as uses, 1 as variants from met
                       union all select account_id, 'payment', 'shared_payment', value, 1, 1 from instrument""",
}
_BASELINE = "direct ties less hubs"
_GROUPED = f"""
    select account_id from candidates where group_accounts >= {_AT_LEAST}
    union select account_id from members"""


def hop_airdrop(folder: Path, root: Path) -> str:
    """A table of rules and ours: precision, recall, recall on groups that were reported with evidence of their own."""
    con = duckdb.connect(config={"threads": 2})
    con.execute("set timezone = 'UTC'")
    for name in ("labels", "edges", "infra"):
        con.execute(f"create view {name} as from {quoted_path(folder / f'{name}.parquet')}")
    con.execute(sql(__file__, "hop_airdrop"))
    con.execute(f"create temp table everybody as select *, true as active from ({_TABLES[ACCOUNTS]})")
    ties = "select unnest([one, other]) as account_id, one || other as value from {}"
    rate = load(None, {"lake": root}).campaigns.false_discovery_rate
    paid = sql(__file__, "instrument")
    halved = {_BASELINE: connected(con, ties.format("tied"), _AT_LEAST)}
    for name, seconds in _STRETCHES.items():
        con.execute(f"set variable stretch = {seconds}")
        halved[f"**tied, and not by chance**, {name}"] = tied(con, ties.format("tied"), paid, _AT_LEAST, rate)
    con.execute(f"set variable stretch = {_STRETCHES['a day']}")
    con.execute(f"create temp table instrument as {paid}")
    find_campaigns(con, root, _DAY, _TABLES)
    found = {
        "direct ties": connected(con, ties.format("direct"), _AT_LEAST),
        **halved,
        "our groups, whatever the tests say": con.sql(_GROUPED).to_arrow_table(),
        "**Portcullis**": con.sql("select distinct account_id from members").to_arrow_table(),
    }
    everything = f"{ties.format('tied')} union all select wallet, outside from met"
    con.register("units", connected(con, everything, 1))
    con.execute(f"create temp table halves as {sql(__file__, 'halves')}")
    rows = [(name, *_row(con, accused, "true")) for name, accused in found.items()]
    for half in ("first", "second"):
        rows += [(f"{name}; {half} half", *_row(con, accused, f"half = '{half}'")) for name, accused in halved.items()]
    headings = ("rule", "accused", "precision", "recall", "recall, graph-derived labels", "recall, reported apart")
    return table(headings, rows)


def _row(con: duckdb.DuckDBPyConnection, accused: pa.Table, which: str) -> tuple[str, ...]:
    con.register("accused", accused)
    hits, count, bad, apart, all_apart = con.sql(
        f"""select count(*) filter (is_sybil and found), count(*) filter (found), count(*) filter (is_sybil),
                  count(*) filter (is_sybil and found and group_src not like 'graph%'),
                  count(*) filter (is_sybil and group_src not like 'graph%')
           from (select *, address in (select account_id from accused) as found
                 from labels join halves using (address) where {which})"""
    ).fetchall()[0]
    con.unregister("accused")
    shares = (wilson(hits, count), wilson(hits, bad), wilson(hits - apart, bad - all_apart), wilson(apart, all_apart))
    # Rules lie closer together than two digits tell.
    return (f"{count:,}", *(number(each, 3) for each in shares))
