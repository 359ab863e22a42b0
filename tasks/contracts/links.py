"""What ties accounts to one another: values that accounts share, and conversations that go on elsewhere."""

from tasks.contracts.declaration import Column, Table

FAMILIES = ("identity", "payment", "network", "timing", "content", "extraction", "geography")

ACCOUNT_VALUES = Table(
    name="account_values",
    grain="an account's use of one value that others could share, that day",
    key=("account_id", "signal", "value"),
    sort_by=("signal", "value", "account_id"),
    columns=(
        Column("account_id", "string", "who used it", True),
        Column("family", "string", "family of evidence", True, one_of=FAMILIES),
        Column("signal", "string", "which signal the value belongs to", True),
        Column("value", "string", "the value: keyed, or a network address", True, privacy="pseudonym"),
        Column("uses", "int64", "requests with it; 1 for what stands in the account", True, between=(1, None)),
        Column("variants", "int64", "distinct prompts round it (scaffolds), else 1", True, between=(1, None)),
    ),
)

HANDOFFS = Table(
    name="handoffs",
    grain="a conversation of one account that went on at another",
    key=("from_account", "to_account", "conversation"),
    columns=(
        Column("from_account", "string", "who held the conversation first", True),
        Column("to_account", "string", "who went on with it, without ever having begun it", True),
        Column("conversation", "uint64", "the conversation handed over, keyed", True, privacy="pseudonym"),
        Column("handed_at", "timestamp(us, UTC)", "when it went on at the other account", True),
        Column("gap_seconds", "int64", "since the first account's last turn", True, "seconds", between=(0, None)),
        Column("after_refusal", "boolean", "the first account had just been refused (status 429)", True),
        Column("holders", "int64", "accounts that held this conversation as their own", True, between=(1, None)),
    ),
)

LINKS = Table(
    name="links",
    grain="an account's tie to a value, over the window that ends that day",
    key=("account_id", "signal", "value"),
    sort_by=("signal", "value", "account_id"),
    columns=(
        Column("account_id", "string", "who is tied", True),
        Column("family", "string", "family of evidence", True, one_of=FAMILIES),
        Column("signal", "string", "which signal", True),
        Column("value", "string", "what it is tied to; for hand-offs the pair of accounts", True),
        Column("accounts", "int64", "accounts tied to the value", True, between=(2, None)),
        Column(
            "weight",
            "double",
            "rarity: 1 for a value of two accounts, 0 for one of all",
            True,
            between=(0, 1),
        ),
        Column("explained", "string", "an innocent reason for all of its accounts: one_organisation; else null"),
        Column("forming", "boolean", "whether it counts as having made its group, or speaks only once tested", True),
        Column("capped", "boolean", "a hub: too many accounts share it to say anything; takes no part", True),
    ),
)
