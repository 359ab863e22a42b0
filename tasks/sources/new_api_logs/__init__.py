"""The `logs` table of new-api and of one-api, of which it is a fork: a row for each request billed or failed."""

from pathlib import Path

from tasks.contracts.landing import LANDING_REQUESTS
from tasks.sources.declaration import TEXT, Source

SOURCE = Source(
    name="new_api_logs",
    table=LANDING_REQUESTS,
    folder=Path(__file__).parent,
    marks=frozenset({"user_id", "created_at", "type", "token_name", "completion_tokens"}),
    # A request has a row for each channel that was tried.
    across=True,
    # `other` is JSON inside text, in every kind of export.
    shape=dict.fromkeys(
        [
            "id",
            "user_id",
            "created_at",
            "type",
            "token_id",
            "token_name",
            "model_name",
            "prompt_tokens",
            "completion_tokens",
            "use_time",
            "elapsed_time",
            "is_stream",
            "ip",
            "request_id",
            "other",
        ],
        TEXT,
    ),
    keys=frozenset(
        [
            "channel",
            "channel_id",
            "channel_name",
            "content",
            "group",
            "quota",
            "system_prompt_reset",
            "upstream_request_id",
            "username",
        ]
    ),
)
