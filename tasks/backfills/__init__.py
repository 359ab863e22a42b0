"""The log of backfills: who asked for which days, why, and what came of it, as the table `backfills`."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

import pyarrow as pa

from tasks.contracts.backfills import BACKFILLS
from tasks.escape import plain
from tasks.lake.key import fingerprint_key
from tasks.landing.keyed import install_macros
from tasks.stage import Outputs, Run, Work, sql, stage, today


@dataclass(frozen=True)
class Backfill:
    """A backfill as far as it has come; the fields are the columns of the table."""

    backfill_id: str
    started_at: datetime
    who: str
    why: str
    first_day: date
    last_day: date
    force: bool
    stages: tuple[str, ...]
    days_planned: int
    days_made: int = 0
    days_up_to_date: int = 0
    days_failed: int = 0
    outcome: str = "running"
    ended_at: datetime | None = None
    message: str | None = None


def record(run: Run, backfill: Backfill) -> None:
    """Put the backfill into the log of the day on which it began, in place of what was noted of it before.

    Args:
        run: A run on the lake; its day does not matter.
        backfill: What is known of it now.
    """
    shown = replace(backfill, who=plain(backfill.who), why=plain(backfill.why) or None)  # type: ignore[arg-type]
    row = {**asdict(shown), "stages": list(backfill.stages)}

    @stage(sentence="Record the backfill", reads=(today(BACKFILLS),), writes=(BACKFILLS,))
    def backfills(work: Work) -> Outputs:
        install_macros(work.con, fingerprint_key(run.lake.place, run.settings))
        work.con.register("noted", pa.Table.from_pylist([row], BACKFILLS.arrow_schema))
        return Outputs({BACKFILLS: sql(__file__, "recorded")})

    began = replace(run, day=backfill.started_at.date())
    backfills.run(began, again=True)
    began.lake.publish_one(BACKFILLS, began.day)
