"""Exports to test on: the recorded ones, and those of a producer that is installed."""

import os
from pathlib import Path

import pytest

from tests.landing.conftest import plain_gate as plain_gate
from tests.sources.litellm_spend_logs.build import RECORDED, Exports
from tests.sources.litellm_spend_logs.producer.produce import produce

_PYTHON = os.environ.get("LITELLM_PYTHON")


@pytest.fixture(scope="session", params=["recorded", "made_now"])
def exports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """A folder of exports; they are made anew where LITELLM_PYTHON names an interpreter as producer/README.md says."""
    if request.param == "recorded":
        return Exports(RECORDED)
    if not _PYTHON:
        pytest.skip("LITELLM_PYTHON does not name an interpreter that has LiteLLM's proxy")
    folder: Path = tmp_path_factory.mktemp("exports")
    produce(Path(_PYTHON), folder)
    return Exports(folder)
