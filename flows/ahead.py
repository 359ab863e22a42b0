"""What needs no other day, done of all days of a backfill at once: on Dask workers, before the days take their turn.

Nothing depends on it. In its turn each stage compares what it would read with what its output was made from; what was
done here it finds done, and what went wrong here, or was done from too little, it does again. So the digests are those
of a backfill without it.
"""

from collections.abc import Iterator, Sequence
from datetime import date as Date
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import wait
from prefect.task_runners import TaskRunner

from flows.stages import STAGES
from tasks.contracts.declaration import Table
from tasks.errors import CallError
from tasks.lake import Lake
from tasks.settings import Dask, load
from tasks.stage import Run, Stage


def _of_one_day() -> Iterator[Stage]:
    """The stages that read landed files and tables of their own day, and such tables only that are made so too."""
    made: set[Table] = set()
    for stage in STAGES:
        # What other days noted for this one counts where it is there; late requests come after their day in any case.
        read = [each for each in stage.reads if not each.noted]
        if all(each.table in made and not (each.first or each.last or each.ever) for each in read):
            made |= set(stage.writes)
            yield stage


AHEAD = tuple(_of_one_day())


def work_ahead(runs: Sequence[Run], lake: Path | None, config: Path | None) -> None:
    """Work ahead on those of `runs` that have something to do, if the settings name Dask workers.

    Raises:
        CallError: the package for it is not installed.
    """
    settings = runs[0].settings
    dask, database = settings.dask, settings.database
    # What is pulled from a database lands in the day's turn.
    if (dask.workers == 1 and not dask.scheduler) or database.url or database.url_file:
        return
    days = [run.day for run in runs if any(stage.up_to_date(run) is None for stage in AHEAD)]
    if len(days) > 1:
        state: State[Any] = _ahead.with_options(task_runner=_workers(dask))(days, lake, config, return_state=True)
        if not state.is_completed():
            get_run_logger().warning("the days are done in their turn, as no worker could be had: %s", state.message)
        runs[0].lake.forget()


def _workers(dask: Dask) -> TaskRunner[Any]:
    try:
        from prefect_dask import DaskTaskRunner
    except ImportError:
        raise CallError("the settings name Dask workers; install them: pip install 'portcullis[dask]'") from None
    # Memory is DuckDB's to bound (memory_limit, in each worker); Dask would end a worker that comes near its own limit.
    processes = {"n_workers": dask.workers, "threads_per_worker": 1, "memory_limit": 0}
    here = {"cluster_kwargs": {**processes, "dashboard_address": "127.0.0.1:0"}}
    runner: TaskRunner[Any] = DaskTaskRunner(**({"address": dask.scheduler} if dask.scheduler else here))
    return runner


@flow(name="ahead", flow_run_name="Work ahead on the days from {days[0]}", persist_result=False)
def _ahead(days: list[Date], lake: Path | None, config: Path | None) -> None:
    begun = {day: _one_day.submit(day, lake, config) for day in days}
    wait(list(begun.values()))
    for day, future in begun.items():
        if not future.state.is_completed():
            get_run_logger().warning("%s is done in its turn: %s", day, future.state.message)


@task(name="ahead", task_run_name="What {day} needs no other day for", cache_policy=NO_CACHE, persist_result=False)
def _one_day(day: Date, lake: Path | None, config: Path | None) -> None:
    """Run the stages of one day on a worker, which reads its own settings: no secret travels."""
    settings = load(config, {"lake": lake})
    run = Run(Lake(settings.lake), settings, day)
    run.lake.forget()
    for stage in AHEAD:
        stage(run)
    run.lake.leave(day)
