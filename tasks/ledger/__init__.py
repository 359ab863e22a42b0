"""What each suspected campaign and account has drawn so far: a day adds to the ledger of the day before.

Every account's draws are carried, because an account's whole history counts once it is seen to belong. What is
carried is small: sums, a bounded sample of the keyed fingerprints of its prompts (a theta sketch: Dasgupta et al.
2016), and which of 4,096 cells of the space of prompts it reached.

Coverage is B4B's (Dubinski et al., NeurIPS 2023): the share of the buckets of a locality-sensitive hash that a user's
queries fall into. What carries over to text: who sweeps a space reaches more cells than who lives in a corner of it,
and a campaign's accounts are counted as one, which is B4B's own remedy for Sybils. What does not: B4B hashes the
embeddings that it sells and adds noise to what it answers; here the cells are of words, so that a paraphrase may
change its cell, and two languages never share one.

Information is after the privacy cost of Dziedzic et al. (ICLR 2022), who charge a query for what an ensemble of
teachers (PATE) leaks in answering it: queries off the usual distribution cost more, up to seven times as fast as a
customer's. What carries over: the charge adds up over queries and over accounts, and rises off the usual
distribution. What does not: there are no teachers here, no votes and no privacy bound. In their place stands how rare
a prompt's cell was among that day's accounts, in bits; it says that a prompt was unusual, not how much its answer
taught.
"""

from pathlib import Path

from tasks.contracts.campaigns import MEMBERS
from tasks.contracts.ledger import ACCOUNT_DRAWS, LEDGER, LEDGER_CAMPAIGNS, LEDGER_TOTALS
from tasks.contracts.requests import REQUESTS
from tasks.ledger.prices import load_prices
from tasks.settings import Ledger, Settings
from tasks.stage import Outputs, Work, newest_before, sql, stage, today

# As campaigns are looked up: a ledger goes on from the newest day in this time before.
_DAYS = 14


def _price_list(settings: Settings) -> tuple[Path, ...]:
    return (settings.ledger.prices,) if settings.ledger.prices else ()


@stage(
    sentence="Add the day to what each account has drawn",
    reads=(today(REQUESTS), newest_before(ACCOUNT_DRAWS, _DAYS)),
    writes=(ACCOUNT_DRAWS,),
    settings=(Ledger,),
    reference=_price_list,
)
def account_draws(work: Work) -> Outputs:
    """Add the day's answered requests to the newest draws before, by account, capability and model."""
    limits = work.section(Ledger)
    work.con.execute(sql(__file__, "cells"))
    work.con.execute(f"set variable sketch_items = {limits.sketch_items}")
    work.con.execute(f"set variable memory_days = {limits.memory_days}")
    load_prices(work.con, limits.prices, sql(__file__, "prices"))
    return Outputs({ACCOUNT_DRAWS: sql(__file__, "account_draws")})


@stage(
    sentence="Say what suspected campaigns have drawn",
    reads=(
        today(MEMBERS),
        today(ACCOUNT_DRAWS),
        newest_before(ACCOUNT_DRAWS, _DAYS),
        newest_before(LEDGER_TOTALS, _DAYS),
    ),
    writes=(LEDGER, LEDGER_CAMPAIGNS, LEDGER_TOTALS),
    settings=(Ledger,),
)
def ledger(work: Work) -> Outputs:
    """Add up the draws of the day's members by account, by campaign and in all."""
    con = work.con
    con.execute(sql(__file__, "cells"))
    con.execute(f"set variable sure_likelihood = {work.section(Ledger).sure_likelihood}::double")
    con.execute(sql(__file__, "drawn"))
    con.execute(f"create temp table totals as {_grouped('campaign_id')}")
    con.execute(f"create temp table pivots as {sql(__file__, 'pivots')}")
    return Outputs(
        {
            LEDGER: _grouped("campaign_id, account_id, capability, model"),
            LEDGER_CAMPAIGNS: _grouped("campaign_id, capability, model"),
            LEDGER_TOTALS: sql(__file__, "totals"),
        }
    )


def _grouped(columns: str) -> str:
    return sql(__file__, "grouped").format(columns=columns)
