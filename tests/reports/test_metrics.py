"""The metrics as node_exporter reads them: what they say, that labels are escaped, what a refused day leaves."""

import re
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tasks.reports.metrics import write_metrics
from tests.stage.lakes import DAYS, copied, day_run

Found = dict[tuple[str, str], float]


def _written(target: Path) -> Found:
    """(name, the label beside the lake's) -> value."""
    found = {}
    for family in text_string_to_metric_families(target.read_text()):
        for sample in family.samples:
            labels = [value for name, value in sample.labels.items() if name != "lake"]
            found[sample.name.removeprefix("portcullis_"), "".join(labels)] = sample.value
    return found


def _write(lake: Path, target: Path, outcomes: Any = (), *, published: bool = True) -> Found:
    write_metrics(day_run(lake, DAYS[2], metrics={"textfile": target}), outcomes, published=published)
    return _written(target)


def test_what_they_say(finished: Path, tmp_path: Path) -> None:
    outcomes = [
        SimpleNamespace(stage="landing", computed=True, seconds=2.5),
        SimpleNamespace(stage="links", computed=False, seconds=0.0),
    ]
    found = _write(finished, tmp_path / "p.prom", outcomes)
    assert found["rows", "requests"] == 1633
    assert found["rows", "quarantine"] == 0
    assert (found["campaigns", "distillation"], found["suspected_accounts", ""]) == (2, 50)
    assert (found["days", "published"], found["days", "refused"]) == (3, 0)
    assert {name: value for name, value in found.items() if name[0] == "stage_seconds"} == {
        ("stage_seconds", "landing"): 2.5
    }
    assert abs(found["last_success_timestamp_seconds", ""] - time.time()) < 60
    assert found["newest_day_timestamp_seconds", ""] == 1788912000
    assert [path.name for path in tmp_path.iterdir()] == ["p.prom"]


def test_a_refused_day_keeps_the_time_of_the_last_success(finished: Path, tmp_path: Path) -> None:
    target = tmp_path / "p.prom"
    first = _write(finished, target)
    second = _write(finished, target, published=False)
    success, last = ("last_success_timestamp_seconds", ""), ("last_run_timestamp_seconds", "")
    assert second[success] == first[success]
    assert second[last] > first[last]


@pytest.mark.parametrize("before", [None, "", "# torn {", "portcullis_last_success_timestamp_seconds 12 ="])
def test_no_success_is_told_where_none_is_known(finished: Path, tmp_path: Path, before: str | None) -> None:
    target = tmp_path / "p.prom"
    if before is not None:
        target.write_text(before)
    assert ("last_success_timestamp_seconds", "") not in _write(finished, target, published=False)


def test_labels_are_escaped(finished: Path, tmp_path: Path) -> None:
    lake = copied(finished, tmp_path / 'a "lake"\\of\nmine')
    _write(lake, tmp_path / "p.prom")
    lines = (tmp_path / "p.prom").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"# .*|portcullis_\w+\{.*\} \S+", line)] == []
    (family,) = [
        each
        for each in text_string_to_metric_families((tmp_path / "p.prom").read_text())
        if each.name == "portcullis_suspected_accounts"
    ]
    assert family.samples[0].labels == {"lake": str(lake)}


def test_a_folder_that_is_not_there_does_not_stop_the_day(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    logger = SimpleNamespace(warning=lambda text, *values: said.append(text % values))
    monkeypatch.setattr("tasks.reports.metrics.get_run_logger", lambda: logger)
    run = day_run(finished, DAYS[2], metrics={"textfile": tmp_path / "none" / "p.prom"})
    write_metrics(run, published=True)
    assert said == [f"the metrics were not written to {tmp_path}/none/p.prom: No such file or directory"]


def test_nothing_is_written_unless_a_file_is_named(finished: Path) -> None:
    assert day_run(finished, DAYS[2]).settings.metrics.textfile is None
    write_metrics(day_run(finished, DAYS[2]), published=True)
