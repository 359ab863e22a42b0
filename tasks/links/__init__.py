"""What ties accounts: values that they share, weighed by rarity, and conversations that go on elsewhere.

In come requests and the snapshot of accounts; out go the day's values and hand-offs, then the ties of the
fortnight. Pairs of accounts are never listed all to all: a tie is of an account to a value, and a value that too
many share is a hub, kept in sight but without weight.
"""

from tasks.contracts.account_days import ACCOUNT_DAYS
from tasks.contracts.accounts import ACCOUNTS
from tasks.contracts.corpora import CORPORA
from tasks.contracts.links import ACCOUNT_VALUES, HANDOFFS, LINKS
from tasks.contracts.lives import LIFE_VALUES
from tasks.contracts.requests import REQUESTS
from tasks.settings import Links
from tasks.stage import Outputs, Work, newest_to_date, sql, stage, today, window

# A conversation is looked for at other accounts on its own day and the two before.
CONVERSATION_DAYS = 3
# Ties are gathered over a fortnight: a tenth of a campaign's reported length, and enough for rare hand-offs.
TIE_DAYS = 14


@stage(sentence="Note what each account used", reads=(today(REQUESTS),), writes=(ACCOUNT_VALUES,))
def account_values(_work: Work) -> Outputs:
    """Addresses and scaffolds of prompts that each account used that day."""
    return Outputs({ACCOUNT_VALUES: sql(__file__, "account_values")})


@stage(
    sentence="Find conversations that went on at another account",
    reads=(window(REQUESTS, CONVERSATION_DAYS),),
    writes=(HANDOFFS,),
    settings=(Links,),
)
def handoffs(work: Work) -> Outputs:
    """One account's whole conversation that is the beginning of another's, who never began it."""
    limits = work.section(Links)
    work.con.execute(f"set variable most_holders = {limits.handoff_holders}")
    work.con.execute(f"set variable least_chars = {limits.handoff_chars}")
    return Outputs({HANDOFFS: sql(__file__, "handoffs")})


@stage(
    sentence="Tie accounts to what they share",
    reads=(
        window(ACCOUNT_VALUES, TIE_DAYS),
        window(HANDOFFS, TIE_DAYS),
        window(ACCOUNT_DAYS, TIE_DAYS),
        today(CORPORA),
        today(LIFE_VALUES),
        newest_to_date(ACCOUNTS, TIE_DAYS),
    ),
    writes=(LINKS,),
    settings=(Links,),
)
def links(work: Work) -> Outputs:
    """Every value that two accounts or more are tied to, with its rarity; hubs are marked and counted."""
    limits = work.section(Links)
    work.con.execute(f"set variable hub_accounts = {limits.hub_accounts}")
    work.con.execute(f"set variable hub_share = {limits.hub_share}::double")
    work.con.execute(f"create temp table tied as {sql(__file__, 'links')}")
    hubs = work.con.execute(
        "select signal, count(distinct value) from tied where capped group by 1 order by 1"
    ).fetchall()
    return Outputs({LINKS: "from tied"}, notes={"hubs": dict(hubs)})
