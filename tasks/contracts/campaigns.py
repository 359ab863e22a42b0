"""What is published of suspected campaigns, and what is kept back for people to look at."""

from tasks.contracts.declaration import Column, Table
from tasks.contracts.links import FAMILIES

LABELS = ("distillation", "reseller", "credit_farm", "stolen_keys", "coordinated")
_ID = Column("campaign_id", "string", "stays the same while the campaign is the same one", True)
_PROBABILITY = (0.0, 1.0)
# A person's word is evidence too, but no family that fusion counts.
_SPEAKING = (*FAMILIES, "verdict")

CAMPAIGNS = Table(
    name="campaigns",
    grain="a suspected campaign as known at the end of that day",
    key=("campaign_id",),
    columns=(
        _ID,
        Column("label", "string", "what kind it is suspected to be", True, one_of=LABELS),
        Column(
            "likelihood",
            "double",
            "that its accounts are under one hand; from weights set by judgement, not yet calibrated",
            True,
            "probability",
            between=_PROBABILITY,
        ),
        Column("confidence", "string", "how good the sources are", True, one_of=("low", "moderate", "high")),
        Column("accounts", "int64", "members", True, between=(1, None)),
        Column("requests", "int64", "requests of its members in the window of 45 days", True, between=(0, None)),
        Column(
            "output_tokens",
            "int64",
            "tokens written for them in that window",
            True,
            "tokens",
            between=(0, None),
        ),
        Column("first_seen", "timestamp(us, UTC)", "first request of a member since it is known", True),
        Column("last_seen", "timestamp(us, UTC)", "last request of a member", True),
        Column(
            "capabilities",
            "list<string>",
            "what a fifth or more of its requests were after, in alphabetical order; grading besides",
            True,
        ),
        Column("evidence_families", "list<string>", "families of evidence that support it", True),
        Column("attributed_to", "string", "null: logs alone name nobody"),
    ),
)

MEMBERS = Table(
    name="members",
    grain="an account's part in a suspected campaign",
    key=("campaign_id", "account_id"),
    columns=(
        _ID,
        Column("account_id", "string", "the suspected member", True),
        Column(
            "likelihood",
            "double",
            "that the account belongs to the campaign; by judgement, not yet calibrated",
            True,
            "probability",
            between=_PROBABILITY,
        ),
        Column("first_linked", "timestamp(us, UTC)", "end of the day on which it was first linked", True),
        Column("last_linked", "timestamp(us, UTC)", "end of the last day on which a group held it", True),
    ),
)

EVIDENCE = Table(
    name="evidence",
    grain="a finding that supports, or speaks against, a suspected campaign",
    key=("campaign_id", "signal"),
    columns=(
        _ID,
        Column("family", "string", "family of evidence; verdict: a person's word", True, one_of=_SPEAKING),
        Column("signal", "string", "which signal", True),
        Column("supports", "boolean", "false: it speaks against the campaign", True),
        Column("statistic", "double", "what was counted, as the summary says"),
        Column("p_value", "double", "chance of as much by dealing whole accounts out anew", between=_PROBABILITY),
        Column("accounts", "int64", "members that show it", True, between=(0, None)),
        Column("summary", "string", "the finding in a sentence", True),
    ),
)

CANDIDATES = Table(
    name="candidates",
    grain="a group that was found but did not pass, kept for people to look at",
    key=("group_id", "account_id"),
    columns=(
        Column("group_id", "string", "names the group on this day only", True),
        Column("account_id", "string", "an account of the group", True),
        Column("group_accounts", "int64", "accounts in the group", True, between=(2, None)),
        Column("evidence_families", "list<string>", "families that spoke for it", True),
        Column("evidence_signals", "list<string>", "signals that spoke for it", True),
        Column("p_value", "double", "of the group, before control of false discoveries", between=_PROBABILITY),
        Column("reason", "string", "why it did not pass", True),
    ),
)
