"""Lives of an account: its owner's, and what looks like somebody else's use of a stolen key."""

from tasks.contracts.declaration import Column, Table

WITNESSES = ("network", "client", "content", "hours")

_ACCOUNT = Column("account_id", "string", "the account; of a second life its owner is a suspected victim", True)
_LIFE = Column("life", "int32", "1: the owner's; 2, 3 ...: others, suspected ones last", True, between=(1, None))
_AGENT = Column("agent", "string", "client without its version, contact details masked", privacy="personal")
_TLS = Column("tls_fingerprint", "string", "as the edge saw it")
_NETWORK = Column("network", "string", "the /24 (IPv4) or /48 (IPv6)", True)
_ASN = Column("asn", "int64", "autonomous system", True)

CONTEXTS = Table(
    name="contexts",
    grain="an account's day from one network with one client",
    key=("account_id", "network", "agent", "tls_fingerprint"),
    columns=(
        Column("account_id", "string", "the billing identity", True),
        _NETWORK,
        _ASN,
        _AGENT,
        _TLS,
        Column("requests", "int64", "requests", True, between=(1, None)),
        Column("first_ts", "timestamp(us, UTC)", "first of them", True),
        Column("last_ts", "timestamp(us, UTC)", "last of them", True),
        Column("hours", "int32", "hours of the day with a request, bit 0 for midnight", True, between=(1, 2**24 - 1)),
        Column("addresses", "list<string>", "addresses as links knows them, at most 16", True, privacy="personal"),
        Column("keys", "list<string>", "API keys, keyed, at most 16", True, privacy="pseudonym"),
        Column("models", "list<string>", "models asked for, at most 16", True),
        Column("operations", "list<string>", "operations, at most 16", True),
        Column(
            "marks",
            "list<string>",
            "scaffolds: the 16 most used heads and tails that stand round two items or more",
            True,
            privacy="pseudonym",
        ),
        Column("prompts", "int64", "requests whose text was logged", True, between=(0, None)),
        Column("scaffolded", "int64", "of these, with a head that stands round two items or more", True),
        Column("output_log", "double", "mean natural logarithm of 1 + output tokens", True, between=(0, None)),
        Column("output_log_sd", "double", "standard deviation of that", True, between=(0, None)),
        Column("input_log", "double", "mean natural logarithm of 1 + input tokens", True, between=(0, None)),
        Column("input_log_sd", "double", "standard deviation of that", True, between=(0, None)),
        Column("tool_share", "double", "share of requests with tool calls", True, between=(0, 1)),
        Column("stream_share", "double", "share of requests streamed", True, between=(0, 1)),
    ),
)

LIVES = Table(
    name="lives",
    grain="a life of an account that has more than one: uses that have too little in common to be one person's",
    key=("account_id", "life"),
    columns=(
        _ACCOUNT,
        _LIFE,
        Column("since", "timestamp(us, UTC)", "first request of this life in the window", True),
        Column("last_ts", "timestamp(us, UTC)", "last request of this life", True),
        Column("requests", "int64", "requests in the window", True, between=(1, None)),
        Column("new", "list<string>", f"what is unlike the account's other lives: {', '.join(WITNESSES)}", True),
        Column("asns", "list<string>", "autonomous systems, at most 8", True),
        Column("agents", "list<string>", "clients without version, at most 8", True, privacy="personal"),
        Column("models", "list<string>", "models asked for, at most 16", True),
        Column("own_key", "boolean", "uses only API keys that no other life used; null where keys are unknown"),
        Column("goes_on", "boolean", "another life sent requests half a day and more after this one began", True),
        Column("owner", "string", "who pays, or whose mail domain; else the account", True, privacy="pseudonym"),
        Column(
            "habit_p_value",
            "double",
            "chance of a further life on one day, by the account's own history; null for the life seen first",
            between=(0, 1),
        ),
        Column("suspected", "boolean", "suspected to be somebody else's, with a stolen key", True),
        Column("group_id", "string", "lives of several customers tied to each other; names the group this day only"),
        Column("likelihood", "double", "that one hand uses the group's lives", unit="probability", between=(0, 1)),
        Column("p_value", "double", "of the group's ties and joint beginning, by chance", between=(0, 1)),
        Column("families", "list<string>", "families of evidence that speak for the group", True),
        Column(
            "reason", "string", "why a later life is not suspected: from_the_start, moved, habit, alone, one_family"
        ),
    ),
)

LIFE_CONTEXTS = Table(
    name="life_contexts",
    grain="a network and client through which a suspected theft comes: names its requests",
    key=("account_id", "network", "agent", "tls_fingerprint"),
    columns=(_ACCOUNT, _LIFE, _NETWORK, _AGENT, _TLS),
)

LIFE_VALUES = Table(
    name="life_values",
    grain="a value that a suspected theft used and that no other life of the account did: no tie of its owner's",
    key=("account_id", "signal", "value"),
    sort_by=("signal", "value", "account_id"),
    columns=(
        _ACCOUNT,
        _LIFE,
        Column("family", "string", "family of evidence", True, one_of=("network", "content")),
        Column("signal", "string", "which signal, by the names that links has", True),
        Column("value", "string", "the value", True, privacy="pseudonym"),
        Column("parted", "int64", "customers of whom a life apart used it", True, between=(2, None)),
        Column("users", "int64", "customers that used it in any life", True, between=(2, None)),
    ),
)
