"""Data Docs that open from a disk without a network.

Great Expectations writes pages that load a dozen files from public networks, one of them an image whose address
carries an id of the context and the time; without a network its index is empty. Here the pages are built, whatever
points outside is taken out, a small style sheet of our own is put in, and an index of all validations is written.
"""

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

SITE = Path("gx/uncommitted/data_docs/local_site")
RESULTS = Path("gx/uncommitted/validations")
_SUITES = Path("gx/expectations")
_OUTSIDE = re.compile(
    r"<script[^>]*\bsrc=[\"']?(?:https?:)?//[^>]*>\s*</script>|<(?:link|img)[^>]*\b(?:href|src)=[\"']?(?:https?:)?//[^>]*>"
)
_STYLE = Path(__file__).with_name("docs.css").read_text()


@task(name="data_docs", task_run_name="Build the pages of the gates", cache_policy=NO_CACHE, persist_result=False)
def data_docs(root: Path) -> Path | None:
    """Build the pages of the lake at `root`, if any gate has judged there yet."""
    folder = root / "_gates"
    try:
        return build_docs(folder) if (folder / RESULTS).is_dir() else None
    except Exception as error:
        # A full disk, for one, of which Great Expectations makes an error of its own. No day is lost for its pages.
        get_run_logger().warning("the pages of the gates were not built (%s)", type(error).__name__)
        return None


def build_docs(folder: Path) -> Path:
    """Build the pages that are missing of what is stored under `folder`; gives the index to open in a browser."""
    from tasks.gates.suite import context

    found = context(folder)
    if unbuilt := dict(_unbuilt(found, folder)):
        found.build_data_docs(resource_identifiers=list(unbuilt), build_index=False)
    for page in unbuilt.values():
        page.write_text(_OUTSIDE.sub("", page.read_text()).replace("</head>", f"<style>{_STYLE}</style></head>", 1))
    index = folder / "index.html"
    index.write_text(_index(folder))
    (folder / SITE / "index.html").write_text('<meta http-equiv="refresh" content="0; url=../../../../index.html">')
    return index


def _unbuilt(found: Any, folder: Path) -> Iterator[tuple[Any, Path]]:
    """Suites and results that have no page yet or one older than they are, each with its page."""
    for section, store, written in (
        ("expectations", found.expectations_store, folder / _SUITES),
        ("validations", found.validation_results_store, folder / RESULTS),
    ):
        for key in store.list_keys():
            named = "/".join(key.to_tuple())
            page = folder / SITE / section / f"{named}.html"
            if not page.exists() or page.stat().st_mtime_ns < (written / f"{named}.json").stat().st_mtime_ns:
                yield key, page


def _index(folder: Path) -> str:
    rows = [_row(folder, result) for result in sorted((folder / RESULTS).glob("*/*/*/*.json"), key=_newest_first)]
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Gates</title>"
        f"<style>{_STYLE}</style></head><body><h1>Gates</h1>"
        "<table class=table><tr><th>day<th>gate<th>rules<th>broken<th>page</tr>"
        + "".join(rows)
        + "</table></body></html>"
    )


def _newest_first(result: Path) -> tuple[int, str]:
    day = result.parts[-3]
    return -int(day.replace("-", "")) if day.replace("-", "").isdigit() else 0, result.parts[-4]


def _row(folder: Path, result: Path) -> str:
    stage, day = result.parts[-4], result.parts[-3]
    statistics = json.loads(result.read_text())["statistics"]
    page = SITE / "validations" / result.relative_to(folder / RESULTS).with_suffix(".html")
    broken = statistics["unsuccessful_expectations"]
    cells = (day, stage, statistics["evaluated_expectations"], broken or "none")
    texts = "".join(f"<td>{escape(str(cell))}" for cell in cells)
    return f'<tr class={"broken" if broken else "kept"}>{texts}<td><a href="{escape(page.as_posix())}">results</a></tr>'
