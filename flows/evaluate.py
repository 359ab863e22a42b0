"""How well it works, on worlds with known truth and on real data: `python -m flows.evaluate`."""

import argparse
import shlex
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.cli import run_command
from flows.stages import STAGES
from tasks.errors import CallError, PortcullisError
from tasks.evaluation import (
    FAMILIES,
    METHODS,
    ONLY_OURS,
    Findings,
    Judged,
    Method,
    Plan,
    judge,
    make_world,
    page,
    together,
)
from tasks.evaluation.content import content_test
from tasks.evaluation.realdata import real_data
from tasks.lake import Lake

LEVELS = ("careless", "reported", "hidden", "all")


@flow(name="evaluate", flow_run_name="Measure on worlds", persist_result=False)
def evaluate(  # noqa: PLR0913, PLR0917 - the parameters of the form in the UI
    lakes: list[Path] | None = None,
    seeds: str = "1-5",
    level: str = "all",
    days: int = 5,
    worlds: Path = Path("data/worlds"),
    data: Path | None = None,
    prompts: Path | None = None,
    rounds: int = 4,
    into: Path | None = None,
) -> State[Any]:
    """Measure our method beside others and write the page of tables.

    Args:
        lakes: Worlds that are there already (landing and truth.parquet); without them, worlds are made up.
        seeds: Seeds of the worlds that are made up, as in 1-5 or 3,7.
        level: How careful the campaigns are: careless, reported, hidden, or all three.
        days: Days of each world that is made up.
        worlds: The folder in which worlds are made up; what is up to date there is not run again.
        data: A folder with hop_airdrop and german_elections; without it, they are left out.
        prompts: A folder of Parquet files with prompts of known corpora: the content test alone is measured, on groups
            made of them.
        rounds: Groups of each sort and size that the content test is measured on.
        into: The file that the page is written to; without it, it is only printed.
    """
    try:
        if prompts:
            text = content_test(prompts, rounds, _command())
        else:
            plans = [Plan(seed=seed, level=level, days=days) for seed in _seeds(seeds)]
            real = real_data(data, worlds) if data else []
            text = page(_measure(lakes or [], plans, worlds), real)
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    create_markdown_artifact(key="evaluation", markdown=text, description="How well suspected campaigns are found")
    if into:
        into.write_text(text)
    return Completed(message=text)


def _measure(lakes: list[Path], plans: list[Plan], worlds: Path) -> Findings:
    if of_bucket := [lake for lake in map(Lake, [*lakes, worlds]) if lake.bucket]:
        raise CallError(f"worlds are measured in folders: copy {of_bucket[0]} into one, and give that")
    found = [judge(lake, STAGES, METHODS) for lake in lakes] or _made(plans, worlds, METHODS)
    missing = {name: why for each in found for name, why in each.missing.items()}
    for name, why in missing.items():
        get_run_logger().warning("%s is left out: %s", name, why)
    without = {} if lakes else {left: [replace(plan, without=frozenset({left})) for plan in plans] for left in FAMILIES}
    empty = [] if lakes else _made([replace(plan, level="none") for plan in plans], worlds, ONLY_OURS)
    return Findings(
        command=_command(),
        days=found[0].days,
        seen=together(found),
        methods=[name for name in METHODS if name not in missing],
        missing=missing,
        removed={left: together(_made(changed, worlds, ONLY_OURS)) for left, changed in without.items()},
        empty=together(empty) if empty else None,
    )


def _made(plans: Iterable[Plan], worlds: Path, methods: Mapping[str, Method]) -> list[Judged]:
    """Make up worlds and judge them, one after the other."""
    found = []
    for plan in plans:
        left = "".join(f"-without-{name}" for name in sorted(plan.without))
        lake = make_world(worlds / f"{plan.level}-{plan.days}-days-seed-{plan.seed}{left}", plan)
        found.append(judge(lake, STAGES, methods))
    return found


def _command() -> str:
    return shlex.join(["python", "-m", "flows.evaluate", *sys.argv[1:]])


def _seeds(text: str) -> list[int]:
    """`1-3,7` as 1, 2, 3, 7."""
    try:
        ranges = [part.partition("-") for part in text.split(",")]
        return [seed for low, _, high in ranges for seed in range(int(low), int(high or low) + 1)]
    except ValueError:
        raise CallError(f"--seeds {text} is no list of seeds; write 1-5 or 3,7") from None


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lakes", type=Path, nargs="+", help="worlds that are there already, with truth.parquet")
    parser.add_argument("--seeds", default="1-5", help="seeds of the worlds that are made up, as in 1-5 or 3,7")
    parser.add_argument("--level", choices=LEVELS, default="all", help="how careful the campaigns are (default: all)")
    parser.add_argument("--days", type=int, default=5, help="days of each world (default: 5)")
    parser.add_argument("--worlds", type=Path, default=Path("data/worlds"), help="where worlds are made up")
    parser.add_argument("--data", type=Path, help="a folder with hop_airdrop and german_elections")
    parser.add_argument("--prompts", type=Path, help="a folder of prompts: the content test is measured on them, alone")
    parser.add_argument("--rounds", type=int, default=4, help="groups of each sort and size of it (default: 4)")
    parser.add_argument("--into", type=Path, help="the page to write, such as docs/evaluation.md")


if __name__ == "__main__":
    run_command(evaluate, _arguments)
