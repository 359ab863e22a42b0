"""A fit as a flow: what it asks for, and the file that it leaves."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.fit import fit
from tasks.campaigns.weights import read_weights, weights_file
from tasks.fitting import examples
from tests.stage.lakes import SAMPLE


@pytest.fixture
def worlds(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The sample as two worlds, with its truth; of both kinds one group has to be enough."""
    monkeypatch.setattr(examples, "_FEWEST", 0)
    one = Path(shutil.copytree(finished, tmp_path / "one"))
    truth = f"select account_id, nullif(campaign, '') as campaign from read_csv('{SAMPLE}/truth.csv', all_varchar=true)"
    duckdb.execute(f"copy ({truth}) to '{one}/truth.parquet'")
    return [one, Path(shutil.copytree(one, tmp_path / "two"))]


def test_a_fit_is_written_to_the_folder_that_runs_take_weights_from(
    server: str, worlds: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "weights"
    monkeypatch.setenv("PORTCULLIS_CAMPAIGNS__WEIGHTS_FOLDER", str(folder))
    state: Any = fit(worlds[0], worlds[1:], return_state=True)
    assert state.is_completed(), state.message
    assert weights_file(folder).name == "weights-2026-09-09.toml"
    assert read_weights(weights_file(folder)).likelihood.keys() == read_weights(weights_file(None)).likelihood.keys()
    assert "of 2 lakes" in str(state.message)


def test_what_is_missing_is_said(server: str, worlds: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    state: Any = fit(worlds[0], worlds[1:], return_state=True)
    assert "name a folder for the fit: weights_folder in [campaigns]" in str(state.message)
    monkeypatch.setenv("PORTCULLIS_CAMPAIGNS__WEIGHTS_FOLDER", str(worlds[0] / "w"))
    assert "gone is no folder" in str(fit(worlds[0], [Path("gone")], return_state=True).message)
    assert "in 1 of 1 lake;" in str(fit(worlds[0], return_state=True).message)
