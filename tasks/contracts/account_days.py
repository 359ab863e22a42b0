"""An account's day in figures."""

from tasks.contracts.declaration import Column, Table
from tasks.contracts.requests import CAPABILITIES

ACCOUNT_DAYS = Table(
    name="account_days",
    grain="an account's day with at least one request",
    key=("account_id",),
    min_rows=1,
    columns=(
        Column("account_id", "string", "the billing identity", True),
        Column("requests", "int64", "requests that arrived", True, between=(1, None)),
        Column("refused", "int64", "of these, answered with status 429", True, between=(0, None)),
        Column(
            "failed",
            "int64",
            "of these, answered with another status of 400 or more",
            True,
            between=(0, None),
        ),
        Column("input_tokens", "int64", "tokens read", True, "tokens", between=(0, None)),
        Column("output_tokens", "int64", "tokens written", True, "tokens", between=(0, None)),
        Column("first_ts", "timestamp(us, UTC)", "first request of the day", True),
        Column("last_ts", "timestamp(us, UTC)", "last request of the day", True),
        Column("hours", "int32", "hours of the day with a request", True, "hours", between=(1, 24)),
        Column("by_hour", "list<int32>", "requests in each of the 24 hours", True),
        Column("addresses", "int64", "distinct client addresses", True, between=(0, None)),
        Column("models", "int64", "distinct models asked for", True, between=(1, None)),
        Column("models_used", "list<string>", "their names, in order", True),
        Column("prompts", "int64", "requests whose text was logged", True, between=(0, None)),
        Column("follow_ups", "int64", "of these, that continue a conversation", True, between=(0, None)),
        Column("reasoning_prompts", "int64", "of these, that ask for the reasoning to be written out", True),
        Column("grading_prompts", "int64", "of these, that ask for an answer to be graded", True),
        Column("code_prompts", "int64", "of these, that hold or ask for program code", True),
        Column("tool_requests", "int64", "requests with tool calls or tool results", True),
        Column(
            "by_capability", "list<int32>", f"requests after each of {', '.join(CAPABILITIES)}, in this order", True
        ),
        Column("client", "string", "user agent and TLS fingerprint of most requests", privacy="personal"),
        Column("country", "string", "where most requests came from; never raises suspicion"),
        Column("in_country", "int64", "requests that came from there", True, between=(0, None)),
    ),
)
