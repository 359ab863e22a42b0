"""What the content test is worth on real prompts: groups of accounts of known kind, our method beside its peers."""

import time
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.evaluation.content.corpora import read_prompts
from tasks.evaluation.content.measure import score_groups
from tasks.evaluation.content.page import content_page


@task(task_run_name="Measure the content test", cache_policy=NO_CACHE, persist_result=False)
def content_test(folder: Path, rounds: int, command: str) -> str:
    """The page of tables, from the corpora of `folder` and `rounds` groups of each sort and size."""
    started = time.monotonic()
    scores = score_groups(read_prompts(folder), rounds)
    return content_page(scores, command, time.monotonic() - started)


__all__ = ["content_test"]
