"""A made-up world with known truth, written as a lake's landing: `python -m flows.simulate --lake LAKE --seed N`."""

import argparse
from datetime import date as Date
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.cli import iso_day, run_command
from tasks.errors import CallError, PortcullisError
from tasks.lake import Lake
from tasks.simulator import FAMILIES, PRESETS, Plan, simulate
from tasks.simulator.campaigns import DISTILLATION

LEVELS = (*DISTILLATION, "all", "none")


@flow(name="simulate", flow_run_name="Make up world {seed}", persist_result=False)
def simulate_world(  # noqa: PLR0913, PLR0917 - the parameters of the form in the UI
    lake: Path,
    seed: int,
    days: int | None = None,
    start: Date = Date(2026, 9, 7),
    preset: str = "small",
    level: str = "all",
    prevalence: float | None = None,
    without: str = "",
    prompts: Path | None = None,
) -> State[Any]:
    """Make up a world of honest accounts and campaigns, with the truth beside it.

    Args:
        lake: The folder to write `landing/` and `truth.parquet` into; it must hold neither.
        seed: Another seed is another world, with other habits.
        days: How many days; without it, as the preset says.
        start: The first day (UTC).
        preset: How large: small, or the published geometry at 1:100, 1:10, 1:1.
        level: Campaigns that are careless, reported or hidden; all three; or none.
        prevalence: Share of the accounts that are under one hand; without it, as the preset says.
        without: Families of columns to leave empty: payments, devices, addresses, text; commas between.
        prompts: A folder of Parquet files with prompts to open conversations with.
    """
    try:
        _check(lake=lake, preset=preset, level=level, without=without, prevalence=prevalence)
        plan = Plan(
            seed=seed, start=start, days=days, preset=preset, level=level, prevalence=prevalence,
            without=_families(without), prompts=prompts,
        )  # fmt: skip
        made = simulate(lake, plan)
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    people = f"{made['honest']:,} honest accounts, {made['bad']:,} others"
    message = f"world {seed}: {people}, {made['requests']:,} requests in {lake}"
    get_run_logger().info(message)
    return Completed(message=message)


def _families(without: str) -> frozenset[str]:
    return frozenset(filter(None, without.split(",")))


def _check(*, lake: Path, preset: str, level: str, without: str, prevalence: float | None, **_: object) -> None:
    for name, given, allowed in (
        ("preset", {preset}, PRESETS),
        ("level", {level}, LEVELS),
        ("without", _families(without), FAMILIES),
    ):
        if unknown := sorted(given - set(allowed)):
            raise CallError(f"--{name} {unknown[0]} is unknown; it is one of {', '.join(allowed)}")
    if prevalence is not None and not 0 < prevalence < 0.5:
        raise CallError(f"--prevalence {prevalence} is no share of accounts above 0 and below 0.5")
    if Lake(lake).bucket:
        raise CallError(f"a world is written into a folder: give one, then copy its landing/ to {Lake(lake)}")
    if (lake / "landing").exists() or (lake / "truth.parquet").exists():
        raise CallError(f"{lake} holds a landing or a truth already; give a new folder with --lake")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lake", type=Path, required=True, help="a new folder to write landing/ and truth.parquet into"
    )
    parser.add_argument("--seed", type=int, required=True, help="another seed is another world")
    parser.add_argument("--days", type=int, help="how many days (default: as the preset says)")
    parser.add_argument("--start", type=iso_day, default=Date(2026, 9, 7), help="the first day, YYYY-MM-DD")
    parser.add_argument("--preset", choices=PRESETS, default="small", help="how large (default: small)")
    parser.add_argument("--level", choices=LEVELS, default="all", help="how careful the campaigns are (default: all)")
    parser.add_argument("--prevalence", type=float, help="share of the accounts that are under one hand")
    parser.add_argument("--without", default="", help=f"columns to leave empty: {','.join(FAMILIES)}")
    parser.add_argument(
        "--prompts", type=Path, help="a folder of Parquet files with prompts to open conversations with"
    )


if __name__ == "__main__":
    run_command(simulate_world, _arguments, _check)
