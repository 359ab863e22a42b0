"""A range whose days are done is not done while a later day that read them is not."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import flows.cli
from flows.backfill import backfill
from tests.stage.lakes import DAYS


class _Called(Exception):
    """Raised in place of running the flow."""


class _Stub:
    """The backfill as the command line sees it; `run` says that it would run."""

    name, description, parameters = backfill.name, backfill.description, backfill.parameters

    def __call__(self, **_: Any) -> None:
        raise _Called


def _command(lake: Path, start: date, end: date, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["flows.backfill", "--lake", str(lake), "--start", str(start), "--end", str(end)]
    monkeypatch.setattr("sys.argv", arguments)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    flows.cli.run_command(_Stub())  # type: ignore[arg-type]


def test_a_stale_later_day_is_work_to_do(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (lake / "handoffs" / f"dt={DAYS[2]}" / "_manifest.json").unlink()
    with pytest.raises(_Called):
        _command(lake, DAYS[0], DAYS[1], monkeypatch)


def test_where_nothing_is_stale_the_flow_is_not_run(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit) as ended:
        _command(lake, DAYS[0], DAYS[1], monkeypatch)
    assert ended.value.code == 0
