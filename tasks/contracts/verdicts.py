"""What people said of suspected campaigns: data that every later run reads and that always wins."""

from tasks.contracts.declaration import Column, Table

WORDS = ("confirmed", "cleared", "unsure")
SCOPES = ("campaign", "accounts")

VERDICTS = Table(
    name="verdicts",
    grain="what a person said of a suspected campaign, or of accounts in it; days from its partition's on read it",
    key=("verdict_id",),
    sort_by=("given_at", "verdict_id"),
    columns=(
        Column("verdict_id", "string", "names the verdict", True),
        Column("campaign_id", "string", "the campaign that was looked at", True),
        Column("accounts", "list<string>", "its members as last published, or those of them that were named", True),
        Column("scope", "string", "whether the campaign was judged or single accounts of it", True, one_of=SCOPES),
        Column("verdict", "string", "what was said; the newest on an account counts", True, one_of=WORDS),
        Column("who", "string", "the person who said it", True, privacy="personal"),
        Column("why", "string", "in that person's words, contact details masked", True, privacy="personal"),
        Column("given_at", "timestamp(us, UTC)", "when it was recorded", True),
    ),
)
