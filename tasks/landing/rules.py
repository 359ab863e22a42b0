"""What the gate asks of landing's own counts."""

from tasks.gates.rules import Rule, fact_rule
from tasks.settings import Landing


def landing_rules(limits: Landing) -> tuple[Rule, ...]:
    """The rules on what was counted while files were taken in, with the limits of the settings."""
    return (
        fact_rule("landing", "request_files", "nothing landed in landing/requests for that day", low=1),
        fact_rule("landing", "unreconciled_rows", "rows were lost or made up on the way in", high=0),
        fact_rule("landing", "unreadable_files", "what they hold is not known", high=limits.max_unreadable_files),
        fact_rule("landing", "files_of_unknown_format", "they were not read", high=0, severity="warning"),
        fact_rule("landing", "quarantine_share", "most likely the export changed", high=limits.max_quarantine_share),
        fact_rule(
            "landing",
            "quarantine_share",
            "rows do not get through",
            high=limits.usual_quarantine_share,
            severity="warning",
        ),
        fact_rule(
            "landing",
            "duplicate_share",
            "the export may run twice",
            high=limits.max_duplicate_share,
            severity="warning",
        ),
        fact_rule(
            "landing",
            "silent_hours_before_midnight",
            "the end of the day may not have been delivered yet",
            high=limits.max_silence_hours,
            severity="warning",
        ),
        fact_rule(
            "landing",
            "corrections_without_a_row",
            "file or row is named wrongly, or the row was corrected twice",
            high=0,
            severity="warning",
        ),
        fact_rule("landing", "unknown_columns", "the export has what no mapping reads", high=0, severity="warning"),
    )
