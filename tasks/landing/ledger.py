"""The sum that proves that nothing was lost, and the other counts that the gate judges."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from tasks.contracts.accounts import ACCOUNTS, ACTIONS
from tasks.contracts.landing import LANDING_CORRECTIONS, LANDING_REQUESTS
from tasks.contracts.requests import LATE, QUARANTINE, REQUESTS
from tasks.landing.intake import TAKEN, Intake, taken

_OWN_DAY = "belongs_to = getvariable('day')"


@dataclass(frozen=True)
class Ledger:
    """What went in, as the readers counted it, and what became of it; `files` are the day's own request files."""

    con: duckdb.DuckDBPyConnection
    seen: Intake
    files: int

    def reasons(self) -> dict[str, int]:
        """How many rows, or files, were not taken for each reason."""
        counted = Counter(self.seen.file_problems.values())
        for table in (*TAKEN, LANDING_CORRECTIONS):
            rows = self.con.execute(
                f"select refused_for, count(*) from {taken(table)} where refused_for <> 'left_out' group by 1"
            ).fetchall()
            counted.update(dict(rows))
        return dict(counted)

    def counts(self) -> dict[str, float]:
        """What is known before anything is written."""
        problems = self.seen.file_problems.values()
        silent = self._number(
            "select date_diff('minute', max(ts), getvariable('day')::timestamptz + interval 1 day) / 60 "
            f"from {taken(LANDING_REQUESTS)} where refused_for is null and ts::date = getvariable('day')"
        )
        return {
            "request_files": self.files + self._number(f"select count(distinct dt) from late where {_OWN_DAY}"),
            "rows_landed": self.seen.rows,
            "unreadable_files": sum(reason.startswith("unreadable") for reason in problems),
            "files_of_unknown_format": sum(reason == "unknown_format" for reason in problems),
            "silent_hours_before_midnight": silent,
            "unknown_columns": len(self.seen.unknown_columns),
        }

    def settle(self, written: Mapping[str, int]) -> dict[str, float]:
        """Rows in against rows written: landed and late ones in; tables, quarantine, duplicates and the rest out."""
        late_in = self._number(f"select count(*) from late where {_OWN_DAY}")
        left_out = sum(self._count(taken(table), "refused_for = 'left_out'") for table in TAKEN)
        duplicates = sum(self._count(f'"duplicates {table.name}"') for table in TAKEN) + self._late_twice(late_in)
        corrections = self._count(taken(LANDING_CORRECTIONS), "refused_for is null")
        quarantined = written[QUARANTINE.name] - len(self.seen.file_problems)
        out = sum(written[table.name] for table in (REQUESTS, LATE, ACCOUNTS, ACTIONS))
        accounted_for = out + quarantined + duplicates + left_out + corrections
        return {
            "rows_out": out,
            "rows_quarantined": quarantined,
            "rows_left_out": left_out,
            "rows_late_in": late_in,
            "rows_late_out": written[LATE.name],
            "duplicates": duplicates,
            "corrections": corrections,
            "corrections_without_a_row": corrections - self._corrected(),
            "unreconciled_rows": abs(self.seen.rows + late_in - accounted_for),
            "quarantine_share": quarantined / max(self.seen.rows - left_out, 1),
            "duplicate_share": duplicates / max(self.seen.rows, 1),
        }

    def _late_twice(self, late_in: float) -> float:
        """Late rows of requests that landed on their own day too, or late more than once."""
        if not late_in:
            return 0
        return late_in - self._number(
            f"select count(distinct request_id) from late where {_OWN_DAY} "
            'and request_id not in (select request_id from "kept requests")'
        )

    def _corrected(self) -> float:
        """How many rows were read with what a person put right."""
        return sum(
            self._number(
                f'select count(*) from "corrections {table.name}" as correction join {taken(table)} as taken '
                "on taken.source_file = correction.path and taken.row_number = correction.row_number"
            )
            for table in TAKEN
        )

    def _count(self, table: str, predicate: str = "true") -> float:
        return self._number(f"select count(*) from {table} where {predicate}")

    def _number(self, query: str) -> float:
        return float(self.con.execute(query).fetchall()[0][0] or 0)
