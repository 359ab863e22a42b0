"""Requests as the pipeline keeps them: typed, deduplicated, placed on the network map, without any text."""

from dataclasses import replace

from tasks.contracts.declaration import Column, Table

NETWORK_KINDS = ("hosting", "education", "mobile", "access", "private", "unknown")
# What a prompt may be after; the order is that of the public reports' words, `other` last.
CAPABILITIES = (
    "software_engineering",
    "agentic_tool_use",
    "reasoning",
    "data_generation",
    "vision",
    "translation",
    "other",
)
_KEYED = "keyed 64-bit fingerprint (HMAC-SHA-256, truncated)"

REQUESTS = Table(
    name="requests",
    grain="an inference request",
    key=("request_id",),
    sort_by=("account_id", "ts", "request_id"),
    min_rows=1,
    columns=(
        Column("request_id", "string", "unique id of the request", True),
        Column("ts", "timestamp(us, UTC)", "when the request arrived", True),
        Column("account_id", "string", "the billing identity; an e-mail address used as one is keyed", True),
        Column("api_key_id", "string", "the key's id, keyed", privacy="pseudonym"),
        Column("source", "string", "shape of the log that it came from", True),
        Column("ip", "string", "client address", privacy="personal", filled=0.5),
        Column("network", "string", "the /24 (IPv4) or /48 (IPv6) of the address"),
        Column("asn", "int64", "autonomous system of the address"),
        Column("country", "string", "where the address is registered; never raises suspicion"),
        Column("network_kind", "string", "kind of network, by its operator's name", one_of=NETWORK_KINDS),
        Column("user_agent", "string", "client, contact details masked", privacy="personal"),
        Column("tls_fingerprint", "string", "as the edge saw it"),
        Column("model", "string", "as asked for", True),
        Column("operation", "string", "chat, completion, responses, embeddings ..."),
        Column("tool_count", "int32", "tool calls and tool results in the request", between=(0, None)),
        Column("stream", "boolean", "whether the answer was streamed"),
        Column("input_tokens", "int64", "tokens read", True, "tokens", between=(0, None)),
        Column("output_tokens", "int64", "tokens written", True, "tokens", between=(0, None)),
        Column("status", "int32", "HTTP status", True, between=(100, 599)),
        Column("latency_ms", "double", "from arrival to the last byte", unit="ms", between=(0, None)),
        Column("turns", "int32", "messages in the conversation so far; null without text", filled=0.5),
        Column("prompt_chars", "int64", "length of the last user turn", unit="characters"),
        Column("opening", "uint64", f"the first user turn, {_KEYED}"),
        Column("item", "uint64", f"the last user turn, {_KEYED}"),
        Column("conversation", "uint64", f"the whole conversation so far, {_KEYED}"),
        Column(
            "prefixes",
            "list<uint64>",
            f"the conversation up to each earlier answer, latest first, at most eight, each a {_KEYED}",
        ),
        Column("conversation_chars", "int64", "length of the whole conversation so far", unit="characters"),
        Column("head", "uint64", f"the first 48 characters of a prompt of over 96, digits masked, {_KEYED}"),
        Column("tail", "uint64", f"the last 48 characters of a prompt of over 96, digits masked, {_KEYED}"),
        Column(
            "words",
            "list<uint16>",
            "a third of the words among the first 500 characters of the prompt, always the same third, each as one of "
            "4,096 keyed buckets that thousands of words share",
        ),
        Column("asks_reasoning", "boolean", "the prompt asks for the reasoning to be written out"),
        Column("asks_grading", "boolean", "the prompt asks for an answer to be graded or scored"),
        Column("has_code", "boolean", "the prompt holds or asks for program code"),
        Column(
            "capability",
            "string",
            "what it is after, by the words and signs of its last user turn, else of its first; agentic_tool_use where "
            "tools are in it; null without text and tools",
            one_of=CAPABILITIES,
        ),
    ),
)

LATE = replace(
    REQUESTS,
    name="late",
    grain="a request that landed with another day than its own; `requests` of its own day has it too",
    min_rows=0,
    columns=(
        *(replace(column, filled=None) for column in REQUESTS.columns),
        Column("belongs_to", "date", "the request's own day", True),
    ),
)

QUARANTINE = Table(
    name="quarantine",
    grain="a landed row, or file, that could not be taken",
    key=("landing_table", "source_file", "row_number", "reason"),
    columns=(
        Column("landing_table", "string", "requests, accounts or actions", True),
        Column("source_file", "string", "name of the landed file", True),
        Column(
            "row_number",
            "int64",
            "which row of the file, from 1, blank lines not counted; 0 for the file as a whole",
            True,
            between=(0, None),
        ),
        Column("reason", "string", "what is wrong: a word, a colon, the column", True),
        Column("raw", "string", "the row with only short ids, times and numbers left, all else masked"),
    ),
)
