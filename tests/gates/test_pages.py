"""Every stage's verdicts are kept as Great Expectations' results and as pages that open without a network."""

import json
import re
import shutil
from pathlib import Path

import pytest

from flows.stages import STAGES
from tasks.gates.docs import SITE, build_docs
from tests.stage.lakes import DAYS

RESULTS = Path("gx/uncommitted/validations")


@pytest.mark.parametrize("stage", [stage.name for stage in STAGES])
def test_results_of_every_day_are_kept(finished: Path, stage: str) -> None:
    for day in DAYS:
        (result,) = (finished / "_gates" / RESULTS / stage / str(day)).glob("*/*.json")
        content = json.loads(result.read_text())
        assert content["success"] is True
        assert content["statistics"]["evaluated_expectations"] == len(content["results"]) > 3


@pytest.fixture(scope="module")
def pages(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a lake whose gates judged one day."""
    folder = tmp_path_factory.mktemp("pages") / "_gates"
    shutil.copytree(finished / "_gates", folder)
    for day in (folder / RESULTS).glob("*/*"):
        if day.name != str(DAYS[0]):
            shutil.rmtree(day)
    return build_docs(folder)


def test_the_index_leads_to_a_page_for_each_stage(pages: Path) -> None:
    index = pages.read_text()
    links = [pages.parent / link for link in re.findall(r'href="([^"]+)"', index)]
    assert len(links) == len(STAGES)
    assert [link for link in links if not link.is_file()] == []
    for stage in STAGES:
        assert f"<td>{stage.name}<td>" in index


def test_no_page_loads_anything_from_a_network(pages: Path) -> None:
    outside = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE)
    found = [page for page in pages.parent.rglob("*.html") if outside.search(page.read_text())]
    assert found == []


def test_a_page_is_built_once_and_anew_for_what_has_changed(pages: Path) -> None:
    def built() -> dict[Path, int]:
        found = (pages.parent / SITE / "validations").rglob("*.html")
        return {page: page.stat().st_mtime_ns for page in found}

    before = built()
    build_docs(pages.parent)
    assert built() == before
    (result,) = (pages.parent / RESULTS / "links" / str(DAYS[0])).glob("*/*.json")
    result.touch()
    build_docs(pages.parent)
    after = built()
    assert [page.parts[-4:-2] for page in after if after[page] != before[page]] == [("links", str(DAYS[0]))]
