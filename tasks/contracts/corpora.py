"""What accounts ask about, and which of them seem to draw their prompts from one corpus."""

from tasks.contracts.declaration import Column, Table

# Of words, as landing counts them (see `bucket_of` there).
WORD_BUCKETS = 4096

ACCOUNT_WORDS = Table(
    name="account_words",
    grain="what an account's prompts of that day were about",
    key=("account_id",),
    columns=(
        Column("account_id", "string", "the billing identity", True),
        Column("prompts", "int64", "distinct prompts", True, between=(1, None)),
        Column("buckets", "list<uint16>", "keyed buckets of words, ascending", True),
        Column("counts", "list<int32>", "for each bucket, the prompts with a word of it", True),
        Column("items", "list<uint64>", "the 32 distinct prompts of the smallest fingerprints, each keyed", True),
    ),
)

OPENINGS = Table(
    name="openings",
    grain="a prompt that opened a conversation of an account on that day: at most 16 of an account",
    key=("account_id", "item"),
    columns=(
        Column("account_id", "string", "the billing identity", True),
        Column("item", "uint64", "keyed fingerprint of the prompt", True),
        Column("words", "list<uint16>", "keyed buckets of its words, ascending", True),
    ),
)

CORPORA = Table(
    name="corpora",
    grain="an account that writes like others, over the window that ends that day",
    key=("account_id",),
    sort_by=("corpus", "account_id"),
    columns=(
        Column("account_id", "string", "the billing identity", True),
        Column("corpus", "string", "names the cluster on this day only", True),
        Column("accounts", "int64", "accounts of the cluster", True, between=(2, None)),
        Column("similarity", "double", "cosine to the middle of the cluster", True, between=(-1.001, 1.001)),
        Column("prompts", "int64", "distinct prompts of the account in the window", True, between=(1, None)),
    ),
)
