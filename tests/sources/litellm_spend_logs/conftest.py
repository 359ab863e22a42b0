"""Exports to test on: the recorded ones, and those of a producer that is installed."""

import os
from pathlib import Path

import pytest

from tests.sources.litellm_spend_logs.build import RECORDED, Exports
from tests.sources.litellm_spend_logs.producer.produce import produce

_PYTHON = os.environ.get("LITELLM_PYTHON")


@pytest.fixture(scope="session", params=["recorded", "made_now"] if _PYTHON else ["recorded"])
def exports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """A folder of exports; they are made anew where LITELLM_PYTHON names an interpreter as producer/README.md says."""
    if request.param == "recorded":
        return Exports(RECORDED)
    folder: Path = tmp_path_factory.mktemp("exports")
    produce(Path(str(_PYTHON)), folder)
    return Exports(folder)
