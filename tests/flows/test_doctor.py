"""The doctor from the command line and as a flow: exit status, message, table; days that would be made anew."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from prefect.artifacts import Artifact

from flows.doctor import doctor
from tests.flows.commands import run
from tests.stage.lakes import DAYS


def _message(lake: Path, **given: Any) -> tuple[bool, str]:
    state: Any = doctor(lake, return_state=True, **given)
    return state.is_completed(), str(state.message)


def test_exit_status(server: str, lake: Path, tmp_path: Path) -> None:
    well = run(tmp_path / "home", "flows.doctor", "--lake", lake, PREFECT_API_URL=server)
    assert (well.status, well.out.splitlines()[-1]) == (0, f"{lake} is well"), well
    (lake / "links" / f"dt={DAYS[0]}" / "part-0.parquet").unlink()
    ill = run(tmp_path / "home", "flows.doctor", "--lake", lake, PREFECT_API_URL=server)
    assert ill.status == 1, ill
    assert f"torn: links/dt={DAYS[0]}: " in ill.err
    found: Any = Artifact.get("doctor")
    (row,) = json.loads(found.data)
    assert (row["check"], row["where"]) == ("torn", f"links/dt={DAYS[0]}")


def test_a_day_that_would_be_made_anew(
    server: str, finished_key: None, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _message(lake) == (True, f"{lake} is well")
    monkeypatch.setenv("PORTCULLIS_CAMPAIGNS__MIN_ACCOUNTS", "7")
    well, message = _message(lake, days=1)
    assert not well
    assert message.splitlines()[1:] == [
        f"stale: {DAYS[2]}: its inputs, the code or the settings have changed since it was made. Make it again: "
        f"python -m flows.daily --lake {lake} --date {DAYS[2]}"
    ]


def test_a_day_whose_inputs_were_removed_on_purpose_is_not_stale(server: str, lake: Path) -> None:
    for folder in lake.glob(f"landing/*/dt={DAYS[0]}"):
        shutil.rmtree(folder)
    assert _message(lake) == (True, f"{lake} is well")
