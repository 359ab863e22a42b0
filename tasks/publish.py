"""The last step of a day: every gate has passed, so all of its partitions are swapped in."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.contracts import PUBLISHED
from tasks.stage import Run


@task(task_run_name="Publish {run.day}", cache_policy=NO_CACHE, persist_result=False)
def publish(run: Run) -> str:
    """Swap in what was staged; gives a sentence on what changed."""
    changed = run.lake.publish(PUBLISHED, run.day)
    if not changed:
        return "every table was up to date"
    return f"published {len(changed)} of {len(PUBLISHED)} tables: {', '.join(table.name for table in changed)}"
