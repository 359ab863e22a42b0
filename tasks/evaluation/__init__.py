"""How well it works: worlds with known truth and real data, our method beside those that others published.

In come worlds (landing data with the truth beside it) and folders of real data; out goes one page of tables. Nothing
here is part of a day, and no stage ever sees a truth.
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.evaluation.methods import METHODS, OURS, Method
from tasks.evaluation.observe import Judged, observe, together
from tasks.evaluation.page import Findings, page
from tasks.evaluation.world import landed_days, run_days
from tasks.simulator import FAMILIES, Plan, simulate
from tasks.stage import Stage

ONLY_OURS = {OURS: METHODS[OURS]}


@task(task_run_name="Make up {lake.name}", cache_policy=NO_CACHE, persist_result=False)
def make_world(lake: Path, plan: Plan) -> Path:
    """Write a world; where the same one was before, its stages will find their days up to date."""
    shutil.rmtree(lake / "landing", ignore_errors=True)
    simulate(lake, plan)
    return lake


@task(task_run_name="Run and judge {lake.name}", cache_policy=NO_CACHE, persist_result=False)
def judge(lake: Path, stages: Sequence[Stage], methods: Mapping[str, Method]) -> Judged:
    """Run every day of a world and look at what came of it."""
    days = landed_days(lake)
    run_days(lake, days, stages)
    return observe(lake, days, methods)


__all__ = [
    "FAMILIES",
    "METHODS",
    "ONLY_OURS",
    "Findings",
    "Judged",
    "Method",
    "Plan",
    "judge",
    "make_world",
    "page",
    "together",
]
