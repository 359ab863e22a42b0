"""Weights fitted to verdicts and made-up worlds: `python -m flows.fit --lake LAKE --world WORLD --world WORLD ...`."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.cli import run_command
from tasks.campaigns.weights import SHIPPED, Weights, read_weights
from tasks.counted import counted
from tasks.errors import CallError, PortcullisError
from tasks.fitting.examples import read_examples
from tasks.fitting.model import fit as fit_model
from tasks.fitting.store import write_weights
from tasks.lake import Lake
from tasks.settings import Settings, load
from tasks.stage import Run


@flow(name="fit", flow_run_name="Fit weights to what is known", persist_result=False)
def fit(lake: Path | None = None, worlds: list[Path] | None = None, config: Path | None = None) -> State[Any]:
    """Fit what each signal is worth to groups that verdicts or a world's truth speak of.

    Every day of these lakes must have been run. The fit is written to the settings' campaigns.weights_folder, from
    where the next run takes it; the shipped weights stay as they are.

    Args:
        lake: A lake with verdicts, or a made-up world; without it, as the settings say.
        worlds: Further lakes and worlds.
        config: The settings file; without it, `portcullis.toml` if there is one.
    """
    try:
        settings = load(config, {"lake": lake})
        folder = settings.campaigns.weights_folder
        if folder is None:
            raise CallError("name a folder for the fit: weights_folder in [campaigns] of portcullis.toml")
        examples, shipped = read_examples(_runs(settings, worlds or [])), read_weights(SHIPPED)
        fitted = fit_model(examples, shipped)
        target = write_weights(folder, fitted, examples)
        _show(shipped, fitted.weights, f"What each signal is worth, fitted on {', '.join(examples.worlds)}")
    except PortcullisError as error:
        return Failed(message=str(error), data=error)
    message = (
        f"{target}: fitted on {counted(len(examples.one_hand), 'group')} of {counted(len(examples.worlds), 'lake')}, "
        f"{examples.one_hand.sum():,} of them under one hand; mean squared error of the likelihoods "
        f"{fitted.brier_before:.4f} before, {fitted.brier_after:.4f} after"
    )
    get_run_logger().info(message)
    return Completed(message=message)


def _runs(settings: Settings, worlds: list[Path]) -> list[Run]:
    lakes = list(dict.fromkeys([settings.lake, *worlds]))
    if missing := [str(lake) for lake in lakes if not Lake(lake).root.is_dir()]:
        raise CallError(f"{', '.join(missing)} is no folder; give lakes whose days were run")
    return [Run(Lake(lake), settings, date.max) for lake in lakes]


def _show(shipped: Weights, fitted: Weights, title: str) -> None:
    numbers = {name: (worth, fitted.likelihood[name]) for name, worth in shipped.likelihood.items()}
    numbers |= {"(prior)": (shipped.prior, fitted.prior), "(slope of the calibration)": (shipped.slope, fitted.slope)}
    numbers["(its intercept)"] = (shipped.intercept, fitted.intercept)
    rows = [{"signal": name, "shipped": f"{old:.2f}", "fitted": f"{new:.2f}"} for name, (old, new) in numbers.items()]
    create_table_artifact(key="weights", table=rows, description=title)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--world", dest="worlds", type=Path, action="append", default=[], help="another lake, simulated or real"
    )


if __name__ == "__main__":
    run_command(fit, _arguments)
