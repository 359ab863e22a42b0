"""What accounts and suspected campaigns have drawn so far, as known at the end of a day."""

from tasks.contracts.declaration import Column, Table
from tasks.contracts.requests import CAPABILITIES

_CAPABILITY = Column(
    "capability",
    "string",
    "what the requests were after; unknown without text and tools",
    True,
    one_of=(*CAPABILITIES, "unknown"),
)
_CAMPAIGN = Column("campaign_id", "string", "as in `campaigns`", True)
_ACCOUNT = Column("account_id", "string", "the billing identity", True)
_MODEL = Column("model", "string", "as asked for", True)
_LOW = "; of the surest members only (ledger.sure_likelihood)"
_VOLUME = (
    Column("exchanges", "int64", "requests answered with a status below 400", True, between=(0, None)),
    Column("input_tokens", "int64", "tokens read for them", True, "tokens", between=(0, None)),
    Column("output_tokens", "int64", "tokens written for them", True, "tokens", between=(0, None)),
)
_INFORMATION = (
    Column("prompts", "int64", "distinct prompts of each account's days, added up", True, between=(0, None)),
    Column(
        "millibits",
        "int64",
        "how rare the cells of these prompts were on their days, as 1,000 times the logarithm to base 2",
        True,
        "bits/1000",
        between=(0, None),
    ),
)
_COST = (
    Column(
        "list_cost", "double", "at list price, in the price list's currency; null without a price", between=(0, None)
    ),
    Column("unpriced", "int64", "exchanges of days and models without a price", True, between=(0, None)),
)
_NEWNESS = (
    Column("items", "int64", "distinct prompts, estimated from a sample; null without text", between=(0, None)),
    Column("new_items", "int64", "of these, such as its accounts had not sent before that day", between=(0, None)),
    Column("cells", "int64", "of the 4,096 cells of the space of prompts, those reached", True, between=(0, 4096)),
    Column("new_cells", "int64", "of these, first reached that day", True, between=(0, 4096)),
)

ACCOUNT_DRAWS = Table(
    name="account_draws",
    grain="all that an account has drawn of one capability from one model since it is known",
    key=("account_id", "capability", "model"),
    columns=(
        _ACCOUNT,
        _CAPABILITY,
        _MODEL,
        Column("first_ts", "timestamp(us, UTC)", "first of the exchanges", True),
        Column("last_ts", "timestamp(us, UTC)", "last of the exchanges", True),
        *_VOLUME,
        Column("day_exchanges", "int64", "of the exchanges, those of that day", True, between=(0, None)),
        *_INFORMATION,
        *_COST,
        Column("items", "list<uint64>", "of its distinct prompts those of the smallest keyed fingerprints", True),
        Column("items_below", "uint64", "all distinct prompts below are among `items`; null: all at all"),
        Column("cells", "list<uint16>", "cells of the space of prompts that it reached, ascending", True),
    ),
)

LEDGER = Table(
    name="ledger",
    grain="what a suspected member has drawn of one capability from one model, before and since it is one",
    key=("campaign_id", "account_id", "capability", "model"),
    columns=(
        _CAMPAIGN,
        _ACCOUNT,
        _CAPABILITY,
        _MODEL,
        *_VOLUME,
        *_NEWNESS,
        *_INFORMATION,
        *_COST,
    ),
)

LEDGER_CAMPAIGNS = Table(
    name="ledger_campaigns",
    grain="what a suspected campaign's accounts have drawn of one capability from one model",
    key=("campaign_id", "capability", "model"),
    columns=(
        _CAMPAIGN,
        _CAPABILITY,
        _MODEL,
        Column("accounts", "int64", "members that drew of it", True, between=(1, None)),
        *_VOLUME,
        *_NEWNESS,
        *_INFORMATION,
        *_COST,
    ),
)

LEDGER_TOTALS = Table(
    name="ledger_totals",
    grain="what a suspected campaign's accounts have drawn in all, and the figures that reports give",
    key=("campaign_id",),
    columns=(
        _CAMPAIGN,
        Column("accounts", "int64", "members that drew anything", True, between=(0, None)),
        Column("accounts_low", "int64", f"the same{_LOW}", True, between=(0, None)),
        *_VOLUME,
        Column("exchanges_low", "int64", f"exchanges{_LOW}", True, between=(0, None)),
        Column("output_tokens_low", "int64", f"tokens written{_LOW}", True, "tokens", between=(0, None)),
        Column("first_ts", "timestamp(us, UTC)", "first exchange of a member"),
        Column("last_ts", "timestamp(us, UTC)", "last exchange of a member"),
        *_NEWNESS,
        Column("coverage", "double", "cells reached, of those that anyone reached", between=(0, 1)),
        *_INFORMATION,
        Column("times_usual", "double", "bits a prompt, over those of all other accounts", between=(0, None)),
        *_COST,
        Column("pivot_model", "string", "the new model that most of its traffic of the day after went to"),
        Column("pivot_day", "date", "the day on which anyone first used that model"),
        Column("pivot_share", "double", "share of its exchanges of the day after that went to it", between=(0, 1)),
        Column("pivot_share_low", "double", f"the same share{_LOW}", between=(0, 1)),
        Column("pivot_share_others", "double", "the same share of all other accounts", between=(0, 1)),
    ),
)
