"""Which accounts write like each other: from the words of their prompts, as keyed buckets, never from text.

An operator that hides everything else still has one queue of tasks to deal out: its accounts ask about the same things
in the same manner, with hardly an item in common.
"""

import duckdb
import pyarrow as pa

from tasks.contracts.corpora import ACCOUNT_WORDS, CORPORA, OPENINGS
from tasks.contracts.requests import REQUESTS
from tasks.corpora.clusters import clusters
from tasks.stage import Outputs, Work, sql, stage, today, window

# As long as ties are gathered.
CORPUS_DAYS = 14
# Fewer prompts say little about what an account is after.
LEAST_PROMPTS = 10
# Kept of each account and day, to hold single prompts against each other; a few say as much as all.
_SAMPLED_OPENINGS = 16


@stage(sentence="Note what each account asked about", reads=(today(REQUESTS),), writes=(ACCOUNT_WORDS, OPENINGS))
def account_words(work: Work) -> Outputs:
    """Count for each account in how many of its prompts each bucket of words stands, and keep a few of them whole."""
    work.con.execute(f"set variable sampled_openings = {_SAMPLED_OPENINGS}")
    return Outputs({ACCOUNT_WORDS: sql(__file__, "account_words"), OPENINGS: sql(__file__, "openings")})


@stage(
    sentence="Find accounts that draw on one corpus",
    reads=(window(ACCOUNT_WORDS, CORPUS_DAYS),),
    writes=(CORPORA,),
)
def corpora(work: Work) -> Outputs:
    """Cluster accounts by the words of their prompts, weighed by rarity."""
    work.con.execute("create temp table writers as select distinct account_id from account_words")
    work.con.register("clustered", clusters(words_of_writers(work.con)))
    return Outputs({CORPORA: "from clustered"})


def words_of_writers(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """What `directions` takes, of the accounts of the table `writers` that have prompts enough in `account_words`."""
    con.execute(f"set variable least_prompts = {LEAST_PROMPTS}")
    return con.sql(sql(__file__, "window")).to_arrow_table()
