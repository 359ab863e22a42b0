"""What the operator's systems deliver (CONTRACT, "Landing")."""

from tasks.contracts.declaration import Column, Table

COUNTRY = "[A-Z]{2}"
_TEXT_LIMIT = "an id longer than 256 characters or with control characters is quarantined"

LANDING_REQUESTS = Table(
    name="landing/requests",
    grain="an inference request as the gateway logged it",
    key=("request_id",),
    landing=True,
    columns=(
        Column("request_id", "string", f"unique; the same id again is the same request; {_TEXT_LIMIT}", True),
        Column("ts", "timestamp(us, UTC)", "when the request arrived; must name its time zone", True),
        Column("account_id", "string", "the billing identity", True, privacy="pseudonym"),
        Column("api_key_id", "string", "a key's id or hash, never the key", privacy="pseudonym"),
        Column("ip", "string", "client address, IPv4 or IPv6", privacy="personal"),
        Column("user_agent", "string", "as the edge saw it", privacy="personal"),
        Column("tls_fingerprint", "string", "as the edge saw it, JA4 where there is one"),
        Column("model", "string", "as asked for", True),
        Column("operation", "string", "chat, completion, responses, embeddings ..."),
        Column(
            "messages",
            "list<struct<role: string, content: string>>",
            "the conversation so far, the last user turn last; absent where content logging is off",
            privacy="text",
        ),
        Column("tool_count", "int32", "tool calls and tool results in the request", between=(0, None)),
        Column("stream", "boolean", "whether the answer was streamed"),
        Column("input_tokens", "int64", "tokens read", True, "tokens", between=(0, 1e12)),
        Column("output_tokens", "int64", "tokens written", True, "tokens", between=(0, 1e12)),
        Column("status", "int32", "HTTP status", True, between=(100, 599)),
        Column("latency_ms", "double", "from arrival to the last byte", unit="ms", between=(0, None)),
    ),
)

LANDING_ACCOUNTS = Table(
    name="landing/accounts",
    grain="an account known at the end of the day",
    key=("account_id",),
    landing=True,
    columns=(
        Column("account_id", "string", "the billing identity", True, privacy="pseudonym"),
        Column("organization", "string", "the name that the customer gave", privacy="personal"),
        Column("created_at", "timestamp(us, UTC)", "when the account was made", True),
        Column("email", "string", "address of the account", privacy="personal"),
        Column("phone", "string", "in E.164", privacy="personal"),
        Column("declared_country", "string", "ISO 3166-1 alpha-2", matches=COUNTRY),
        Column("billing_country", "string", "ISO 3166-1 alpha-2", matches=COUNTRY),
        Column("payment_country", "string", "ISO 3166-1 alpha-2", matches=COUNTRY),
        Column("nationality", "string", "ISO 3166-1 alpha-2", privacy="personal", matches=COUNTRY),
        Column(
            "payment_fingerprint",
            "string",
            "the processor's fingerprint of the instrument",
            privacy="pseudonym",
        ),
        Column("device_id", "string", "device seen at sign-up", privacy="pseudonym"),
        Column("signup_ip", "string", "address seen at sign-up", privacy="personal"),
        Column("signup_user_agent", "string", "client seen at sign-up", privacy="personal"),
        Column("timezone", "string", "IANA name"),
        Column("plan", "string", "the plan bought"),
        Column(
            "verification_level",
            "string",
            "none, email, phone or id",
            one_of=("none", "email", "phone", "id"),
        ),
        Column("id_document_hash", "string", "salted by the provider", privacy="pseudonym"),
        Column("verified_at", "timestamp(us, UTC)", "when the identity was verified"),
        Column("invited_by", "string", "the account that invited this one", privacy="pseudonym"),
    ),
)

LANDING_ACTIONS = Table(
    name="landing/actions",
    grain="something the provider did to an account",
    key=("account_id", "ts", "action"),
    landing=True,
    columns=(
        Column("account_id", "string", "whom it was done to", True, privacy="pseudonym"),
        Column("ts", "timestamp(us, UTC)", "when", True),
        Column(
            "action",
            "string",
            "ban, suspend, reinstate or verify_request",
            True,
            one_of=("ban", "suspend", "reinstate", "verify_request"),
        ),
        Column("reason", "string", "in the provider's words", privacy="personal"),
    ),
)


def _correctable(*tables: Table) -> tuple[Column, ...]:
    """Every column of these tables but text, once, as text: its own table checks it."""
    found: dict[str, Column] = {}
    for table in tables:
        for column in table.columns:
            if column.privacy != "text":
                found.setdefault(column.name, Column(column.name, "string", "what is right", privacy=column.privacy))
    return tuple(found.values())


LANDING_CORRECTIONS = Table(
    name="landing/corrections",
    grain="a landed row that a person put right: any column of its table may follow, and takes the landed one's place",
    key=("landing_table", "file", "row"),
    landing=True,
    columns=(
        Column(
            "landing_table", "string", "requests, accounts or actions", True, one_of=("requests", "accounts", "actions")
        ),
        Column("file", "string", "`source_file` of `quarantine`", True),
        Column("row", "int64", "`row_number` of `quarantine`", True, between=(1, None)),
        *_correctable(LANDING_REQUESTS, LANDING_ACCOUNTS, LANDING_ACTIONS),
    ),
)
