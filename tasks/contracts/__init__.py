"""Every table of the lake, declared once; schema, gate, dictionary and tests all come from here."""

from tasks.contracts.account_days import ACCOUNT_DAYS
from tasks.contracts.accounts import ACCOUNTS, ACTIONS
from tasks.contracts.approvals import APPROVALS
from tasks.contracts.backfills import BACKFILLS
from tasks.contracts.campaigns import CAMPAIGNS, CANDIDATES, EVIDENCE, MEMBERS
from tasks.contracts.corpora import ACCOUNT_WORDS, CORPORA, OPENINGS
from tasks.contracts.decisions import DECISIONS
from tasks.contracts.landing import LANDING_ACCOUNTS, LANDING_ACTIONS, LANDING_CORRECTIONS, LANDING_REQUESTS
from tasks.contracts.ledger import ACCOUNT_DRAWS, LEDGER, LEDGER_CAMPAIGNS, LEDGER_TOTALS
from tasks.contracts.links import ACCOUNT_VALUES, HANDOFFS, LINKS
from tasks.contracts.lives import CONTEXTS, LIFE_CONTEXTS, LIFE_VALUES, LIVES
from tasks.contracts.requests import LATE, QUARANTINE, REQUESTS
from tasks.contracts.verdicts import VERDICTS

LANDING = (LANDING_REQUESTS, LANDING_ACCOUNTS, LANDING_ACTIONS, LANDING_CORRECTIONS)
PUBLISHED = (
    REQUESTS,
    LATE,
    QUARANTINE,
    ACCOUNTS,
    ACTIONS,
    ACCOUNT_DAYS,
    CONTEXTS,
    LIVES,
    LIFE_CONTEXTS,
    LIFE_VALUES,
    ACCOUNT_VALUES,
    ACCOUNT_WORDS,
    OPENINGS,
    HANDOFFS,
    CORPORA,
    LINKS,
    CAMPAIGNS,
    MEMBERS,
    EVIDENCE,
    CANDIDATES,
    ACCOUNT_DRAWS,
    LEDGER,
    LEDGER_CAMPAIGNS,
    LEDGER_TOTALS,
    DECISIONS,
)
# Written when a person says or asks something, not by a day's stages.
RECORDED = (VERDICTS, BACKFILLS, APPROVALS)
