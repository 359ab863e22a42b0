"""What monitoring reads of a lake: gauges in a file for node_exporter's textfile collector, replaced at once.

Prefect's own client library of Prometheus writes the file and escapes labels. Where the file cannot be written the day
goes on: monitoring sees by the file's age that it is stale.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from prefect import get_run_logger
from prometheus_client import CollectorRegistry, Gauge, write_to_textfile
from prometheus_client.parser import text_string_to_metric_families

from tasks.contracts import PUBLISHED
from tasks.contracts.campaigns import CAMPAIGNS, MEMBERS
from tasks.stage import Outcome, Run, today
from tasks.stage.connection import connection, open_inputs

_SUCCESS = "portcullis_last_success_timestamp_seconds"


def write_metrics(run: Run, outcomes: Sequence[Outcome] = (), *, published: bool) -> None:
    """Write the gauges, if the settings name a file; they speak of the newest day that is published.

    Args:
        run: The run that has just ended.
        outcomes: Of its stages; those that were up to date took no time and are left out.
        published: Whether it published its day; False keeps the time of the last success.
    """
    target = run.settings.metrics.textfile
    if target is None:
        return
    try:
        write_to_textfile(str(target), _gauges(run, outcomes, time.time() if published else _last_success(target)))
    except OSError as error:
        get_run_logger().warning("the metrics were not written to %s: %s", target, error.strerror)


def _gauges(run: Run, outcomes: Sequence[Outcome], success: float) -> CollectorRegistry:
    registry, days = CollectorRegistry(), run.lake.published_days(CAMPAIGNS)
    refused = len(run.lake.days("_refused"))

    def gauge(name: str, meaning: str, values: dict[str, float], label: str = "") -> None:
        names = ["lake", *([label] if label else [])]
        made = Gauge(f"portcullis_{name}", meaning, names, registry=registry)
        for value, number in values.items():
            made.labels(str(run.lake), *([value] if label else [])).set(number)

    gauge("days", "days of the lake by their state", {"published": len(days), "refused": refused}, "state")
    gauge("last_run_timestamp_seconds", "when a day's run last ended", {"": time.time()})
    if success:
        gauge(_SUCCESS.removeprefix("portcullis_"), "when a day's run last published", {"": success})
    seconds = {outcome.stage: outcome.seconds for outcome in outcomes if outcome.computed}
    gauge("stage_seconds", "how long each stage of the last run computed", seconds, "stage")
    if days:
        newest = datetime.combine(days[-1], datetime.min.time(), UTC).timestamp()
        gauge("newest_day_timestamp_seconds", "beginning of the newest day that is published", {"": newest})
        found = {table.name: run.lake.published(table, days[-1]) for table in PUBLISHED}
        rows = {name: float(partition.manifest.rows) for name, partition in found.items() if partition}
        gauge("rows", "rows of each table on the newest day", rows, "table")
        with connection(run.lake, run.settings) as con:
            open_inputs(con, run.lake, (today(CAMPAIGNS), today(MEMBERS)), days[-1])
            labels = dict(con.execute("select label, count(*) from campaigns group by label order by label").fetchall())
            (suspected,) = con.execute("select count(distinct account_id) from members").fetchall()[0]
        gauge("campaigns", "suspected campaigns on the newest day by what they are suspected to be", labels, "label")
        gauge("suspected_accounts", "suspected members on the newest day", {"": suspected})
    return registry


def _last_success(target: Path) -> float:
    """The time that the file before told, or 0."""
    try:
        families = list(text_string_to_metric_families(target.read_text()))
    except (OSError, ValueError):
        return 0.0
    return max((sample.value for family in families for sample in family.samples if sample.name == _SUCCESS), default=0)
