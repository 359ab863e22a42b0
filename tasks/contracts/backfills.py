"""Who asked for which days to be made again, why, and what came of it."""

from tasks.contracts.declaration import Column, Table

OUTCOMES = ("running", "published", "failed", "cancelled", "stopped")

BACKFILLS = Table(
    name="backfills",
    grain="a backfill that was asked for, in the partition of the day (UTC) on which it was started",
    key=("backfill_id",),
    sort_by=("started_at", "backfill_id"),
    columns=(
        Column("backfill_id", "string", "names the backfill: its flow run", True),
        Column("started_at", "timestamp(us, UTC)", "when it began to write", True),
        Column("ended_at", "timestamp(us, UTC)", "when it ended; null while it runs, and where it was killed"),
        Column("who", "string", "who asked: as given, else what started the run, else the system's user", True,
               privacy="personal"),
        Column("why", "string", "in that person's words, contact details masked", privacy="personal"),
        Column("first_day", "date", "first day of the range", True),
        Column("last_day", "date", "last day of the range", True),
        Column("force", "boolean", "whether days that were up to date were made again", True),
        Column("stages", "list<string>", "the stages asked for; empty: all", True),
        Column("days_planned", "int64", "days of the range, unmade days before it that it looks back to, published "
               "days after it that look back into it", True, between=(0, None)),
        Column("days_made", "int64", "days that were run and published", True, between=(0, None)),
        Column("days_up_to_date", "int64", "days on which nothing had to be done", True, between=(0, None)),
        Column("days_failed", "int64", "days that were refused or failed", True, between=(0, None)),
        Column("outcome", "string", "stopped: its process died, which the next backfill noted", True, one_of=OUTCOMES),
        Column("message", "string", "how it ended, in a sentence"),
    ),
)  # fmt: skip
