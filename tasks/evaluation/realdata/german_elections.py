"""Posts before an election: organic coordination on which a detector of campaigns should stay quiet; no labels."""

from datetime import date
from pathlib import Path

import duckdb

from tasks.contracts.account_days import ACCOUNT_DAYS
from tasks.contracts.accounts import ACCOUNTS
from tasks.contracts.links import ACCOUNT_VALUES, HANDOFFS
from tasks.evaluation.realdata.lake import find_campaigns
from tasks.evaluation.words import table
from tasks.graph import connected
from tasks.settings import Campaigns
from tasks.stage import sql
from tasks.stage.connection import quoted_path

_DAY = date(2021, 9, 26)
_TABLES = {
    # An account speaks for itself; when it was made is not known.
    ACCOUNTS: "select distinct account_id, account_id as payment from posts",
    ACCOUNT_DAYS: """select account_id, count(*) as requests, 1 as hours, 1 as models, 1 as addresses,
                            count(*) as prompts, to_timestamp(min(timestamp)) as first_ts,
                            to_timestamp(max(timestamp)) as last_ts from posts group by account_id""",
    HANDOFFS: """select one as from_account, other as to_account, hash(one, other, url_id) as conversation,
                        posted_at as handed_at, gap as gap_seconds, false as after_refusal, 1 as holders from joint""",
    ACCOUNT_VALUES: """select account_id, 'network' as family, 'shared_address' as signal, 'link ' || url_id as value,
                              count(*) as uses, 1 as variants from posts where url_id is not null group by all
                       union all
                       select account_id, 'content', 'shared_scaffold', 'image ' || phash_id, count(*), count(*)
                       from posts where phash_id is not null group by all""",
}


def german_elections(folder: Path, root: Path) -> str:
    """A table of rules and ours: how many accounts each would accuse, in how many groups."""
    con = duckdb.connect(config={"threads": 2})
    con.execute("set timezone = 'UTC'")
    con.execute(f"create view posts as from {quoted_path(folder / 'posts.parquet')}")
    con.execute(sql(__file__, "german_elections"))
    find_campaigns(con, root, _DAY, _TABLES)
    ties, at_least = (
        "select unnest([one, other]) as account_id, one || other as value from {}",
        Campaigns().min_accounts,
    )
    found = {
        "one link within a minute": connected(con, ties.format("joint"), at_least),
        "... three such links": connected(con, ties.format("repeated"), at_least),
        "**Portcullis**": con.sql("select account_id, campaign_id as group_id from members").to_arrow_table(),
    }
    rows = []
    for name, accused in found.items():
        groups = accused["group_id"].value_counts().to_pylist()
        rows.append(
            (name, f"{len(accused):,}", str(len(groups)), str(max((each["counts"] for each in groups), default=0)))
        )
    return table(("rule", "accounts accused", "groups", "largest"), rows)
