"""A configuration that is wrong for every day ends a backfill as it ends a day: with exit status 2."""

from pathlib import Path
from typing import Any

import pytest

from flows.backfill import backfill
from flows.daily import daily
from tasks.errors import PortcullisError
from tests.stage.lakes import DAYS, land


def _status(state: Any) -> int:
    error = state.result(raise_on_failure=False)
    assert "none.mmdb" in str(state.message)
    return error.exit_status if isinstance(error, PortcullisError) else 1


@pytest.fixture
def wrong(tmp_path: Path) -> tuple[Path, Path]:
    """A lake with nothing but landing, and settings that name a database that is not there."""
    config = tmp_path / "wrong.toml"
    config.write_text(f'[networks]\nasn_database = "{tmp_path}/none.mmdb"\n')
    return land(tmp_path / "lake"), config


def test_daily(server: str, wrong: tuple[Path, Path]) -> None:
    lake, config = wrong
    assert _status(daily(lake, DAYS[0], config, return_state=True)) == 2


def test_backfill(server: str, wrong: tuple[Path, Path]) -> None:
    lake, config = wrong
    assert _status(backfill(DAYS[0], DAYS[0], lake=lake, config=config, return_state=True)) == 2
