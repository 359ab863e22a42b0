"""What people answered when a day would have suspected more accounts than the settings let pass unasked."""

from tasks.contracts.declaration import Column, Table

ANSWERS = ("publish", "stop")

APPROVALS = Table(
    name="approvals",
    grain="what a person answered when that day would newly suspect more accounts than pass unasked",
    key=("approval_id",),
    sort_by=("given_at", "approval_id"),
    columns=(
        Column("approval_id", "string", "names the answer", True),
        Column("digest", "string", "of the suspected members that were shown; the answer is on these only", True),
        Column("answer", "string", "what was said; the newest on a digest counts", True, one_of=ANSWERS),
        Column("who", "string", "the person who said it, contact details masked", True, privacy="personal"),
        Column("why", "string", "in that person's words, contact details masked", True, privacy="personal"),
        Column("asked_for", "string", "which limits were passed, and by how much", True),
        Column("suspected", "int64", "accounts that the day would newly suspect", True, between=(0, None)),
        Column("paying", "int64", "of these, that pay and look honest", True, between=(0, None)),
        Column("active", "int64", "accounts with a request that day", True, between=(0, None)),
        Column("given_at", "timestamp(us, UTC)", "when it was recorded", True),
    ),
)
