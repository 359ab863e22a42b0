"""From ties to suspected campaigns: groups, tests against the population, fusion, identity over time.

Why believe it: a group is published only where at least two families of evidence, that have nothing to do with
each other, agree on it more than dealing whole accounts out anew would; where false discoveries over all groups of
the day are held down; and where no known innocent pattern explains it. What did not pass is kept in `candidates`.
"""

from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa

from tasks.campaigns import findings
from tasks.campaigns.beside import take_in
from tasks.campaigns.fuse import CHANCE
from tasks.campaigns.groups import find_groups, keep_connected
from tasks.campaigns.judging import find_everybody, judge, judge_as_they_are, population
from tasks.campaigns.parts import judge_parts
from tasks.campaigns.remaining import judge_remaining
from tasks.campaigns.shards import add_shards
from tasks.campaigns.thefts import add_thefts
from tasks.campaigns.verdicts import CONFIRMED_LIKELIHOOD, overrule, take_out_cleared
from tasks.campaigns.weights import read_weights, weights_file
from tasks.contracts.account_days import ACCOUNT_DAYS
from tasks.contracts.accounts import ACCOUNTS
from tasks.contracts.campaigns import CAMPAIGNS, CANDIDATES, EVIDENCE, MEMBERS
from tasks.contracts.corpora import ACCOUNT_WORDS, CORPORA, OPENINGS
from tasks.contracts.links import HANDOFFS, LINKS
from tasks.contracts.lives import CONTEXTS, LIVES
from tasks.contracts.requests import CAPABILITIES
from tasks.contracts.verdicts import VERDICTS
from tasks.corpora import CORPUS_DAYS
from tasks.links import TIE_DAYS
from tasks.settings import Campaigns, Settings
from tasks.stage import Outputs, Work, all_to_date, newest_before, newest_to_date, sql, stage, today, window

# The longest campaign publicly reported ran for 45 days; its volume is summed over as many.
VOLUME_DAYS = 45
# A campaign is looked up among the days published in this time before.
LINEAGE_DAYS = 14
# So like the middle of their corpus are accounts that draw on nothing else; people of one trade are less so.
ONE_CORPUS = 0.75
# A member is known for as long after a group last held it.
MEMORY_DAYS = 45


def _weights(settings: Settings) -> tuple[Path, ...]:
    return (weights_file(settings.campaigns.weights_folder),)


@stage(
    sentence="Group, test and name suspected campaigns",
    reads=(
        today(LINKS),
        window(HANDOFFS, TIE_DAYS),
        window(ACCOUNT_DAYS, VOLUME_DAYS),
        window(ACCOUNT_WORDS, CORPUS_DAYS),
        window(OPENINGS, CORPUS_DAYS),
        window(CONTEXTS, TIE_DAYS),
        today(CORPORA),
        today(LIVES),
        newest_to_date(ACCOUNTS, TIE_DAYS),
        newest_before(CAMPAIGNS, LINEAGE_DAYS),
        newest_before(MEMBERS, LINEAGE_DAYS),
        newest_before(EVIDENCE, LINEAGE_DAYS),
        all_to_date(VERDICTS),
    ),
    writes=(CAMPAIGNS, MEMBERS, EVIDENCE, CANDIDATES),
    settings=(Campaigns,),
    reference=_weights,
)
def campaigns(work: Work) -> Outputs:
    """Find groups, keep who belongs, test, fuse, and carry identities on from the day before."""
    con, limits = work.con, work.section(Campaigns)
    weights = read_weights(weights_file(limits.weights_folder))
    con.register(
        "weights",
        pa.table({"signal": list(weights.membership), "membership": list(weights.membership.values())}),
    )
    con.execute(f"set variable min_member_weight = {limits.min_member_weight}::double")
    con.execute(f"set variable min_accounts = {limits.min_accounts}")
    con.execute("set variable capabilities = ?", [list(CAPABILITIES)])
    con.execute(f"set variable memory_days = {MEMORY_DAYS}")
    con.execute(f"set variable one_corpus = {ONE_CORPUS}::double")
    con.execute(f"set variable plainly = {CHANCE}::double")
    con.execute(f"set variable confirmed_likelihood = {CONFIRMED_LIKELIHOOD}::double")
    con.execute("create temp table ties as from links where not capped and explained is null")
    take_out_cleared(con, _sql("standing"))
    con.execute(f"create temp table remembered as {_sql('remembered')}")
    find_everybody(con)
    find_groups(con, _sql("one_scaffold"))
    con.execute(f"create temp view tie_weights as {_sql('tie_weights')}")
    con.execute(f"create temp table belonging as {_sql('members')}")
    keep_connected(con)
    others = population(con)
    judging, judging_as_is = (partial(each, con, others, limits, weights) for each in (judge, judge_as_they_are))
    judged = judge_parts(con, judging(), judging, limits)
    judged = judge_remaining(con, judged, judging_as_is, limits.false_discovery_rate)
    fused = judged.fused
    take_in(con, fused, limits.min_member_weight)
    fused = add_shards(con, fused, others.loads, limits, weights)
    fused = add_thefts(con, fused, limits.min_likelihood, weights.ceiling)
    groups = overrule(fused.groups, con.sql(_sql("said_of_groups")).df())
    _register(work, "judged", groups)
    con.register("findings", findings.table(fused.tested, judged.showing, judged.against))
    con.execute(f"create temp table named as {_sql('lineage')}")
    con.execute(f"create temp table belongs as {_sql('belongs')}")
    con.execute(f"create temp table led_twice as {_sql('led_twice')}")
    con.execute(f"create temp table verdict_evidence as {_sql('verdict_evidence')}")
    silent = con.execute(_sql("silent")).fetchall()
    return Outputs(
        {
            CAMPAIGNS: _sql("campaigns"),
            MEMBERS: "from belongs",
            EVIDENCE: _sql("evidence"),
            CANDIDATES: _sql("candidates"),
        },
        facts={"groups": len(groups), "passed": int(groups["reason"].isna().sum())},
        notes={
            "silent_families": {family: 1 for (family,) in silent},
            "held_back": {str(reason): int(count) for reason, count in groups["reason"].value_counts().items()},
        },
    )


def _register(work: Work, name: str, groups: pd.DataFrame) -> None:
    work.con.register(
        name,
        pa.table(
            {
                "group_id": pa.array(groups["group_id"], pa.string()),
                "families": pa.array(
                    [value if isinstance(value, list) else [] for value in groups["families"]],
                    pa.list_(pa.string()),
                ),
                "linking": pa.array(groups["linking"].astype("int64"), pa.int64()),
                "p_value": pa.array(groups["p_value"], pa.float64(), from_pandas=True),
                "likelihood": pa.array(groups["likelihood"], pa.float64()),
                "label": pa.array(groups["label"], pa.string(), from_pandas=True),
                "reason": pa.array(groups["reason"], pa.string(), from_pandas=True),
            }
        ),
    )


def _sql(name: str) -> str:
    return sql(__file__, name)
