"""What a person does in the UI: a backfill from its form to its artifacts in a browser, and one that is cancelled."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pyarrow.parquet as pq
import pytest
import yaml  # type: ignore[import-untyped]

from tasks.lake.lock import writing
from tests.browser import browser
from tests.flows.commands import ROOT, start_logged
from tests.servers import free_port
from tests.stage.lakes import DAYS, copied, digests

ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
DECLARED = yaml.safe_load((ROOT / "deployments" / "prefect.yaml").read_text())["deployments"]


@dataclass
class Served:
    """What `make ui` gives: an address and the lake that its runs work on; and its process."""

    home: Path
    lake: Path
    port: int
    process: "subprocess.Popen[str] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.home.with_suffix(".log")

    def start(self) -> None:
        self.log.unlink(missing_ok=True)
        self.process = start_logged(self.home, self.log, "flows.ui", "--lake", self.lake, "--port", self.port)
        while "\nready:" not in (said := self.log.read_text()):
            assert self.process.poll() is None, f"ended: {said}"
            time.sleep(0.2)

    def ended(self) -> tuple[int, str]:
        """How it ended, and what it said of it."""
        assert self.process
        return self.process.wait(timeout=60), self.log.read_text()

    def ask(self, path: str, **given: Any) -> Any:
        """POST to the server's API; while its database is busy it says so, and Prefect's own client asks again."""

        def answered() -> httpx.Response | None:
            answer = httpx.post(f"{self.address}/api/{path}", json=given, timeout=60)
            return None if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else answer.raise_for_status()

        return _until(answered, 60).json()

    def deployment(self, name: str) -> str:
        (found,) = [each for each in self.ask("deployments/filter") if each["name"] == name]
        return str(found["id"])

    def runs(self, flow: str) -> list[Any]:
        found = self.ask("flow_runs/filter", flows={"name": {"any_": [flow]}}, sort="START_TIME_DESC")
        return [run for run in found if run["state_type"] != "SCHEDULED"]

    def outcomes(self) -> list[tuple[str, str]]:
        """Reason and outcome of every backfill in the log."""
        rows = pq.read_table(self.lake / "backfills", partitioning=None).sort_by("started_at").to_pylist()
        return [(row["why"], row["outcome"]) for row in rows]


@pytest.fixture(scope="module")
def ui(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Server, worker and deployments, as `make ui` starts them, on a finished lake."""
    folder = tmp_path_factory.mktemp("ui")
    served = Served(folder / "home", copied(finished, folder / "lake"), free_port())
    served.start()
    yield served
    assert served.process
    served.process.terminate()
    status, err = served.ended()
    assert status == 0, err


def _until(found: Callable[[], Any], seconds: float = 120) -> Any:
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.3)
    return value


def test_everything_is_registered(ui: Served) -> None:
    assert {each["name"] for each in ui.ask("deployments/filter")} == {each["name"] for each in DECLARED}
    (queue,) = [each for each in ui.ask("work_queues/filter") if each["name"] == "lake"]
    assert queue["concurrency_limit"] == 1
    told = {trigger["name"] for each in DECLARED for trigger in each.get("triggers", ())}
    assert {each["name"] for each in ui.ask("automations/filter")} == told | {
        "A lost run has crashed",
        "A run that never began has crashed",
    }


def test_the_next_nights_are_scheduled(ui: Served) -> None:
    def nights() -> Any:
        found = ui.ask("flow_runs/filter", flows={"name": {"any_": ["daily"]}}, sort="EXPECTED_START_TIME_ASC")
        return [run["expected_start_time"] for run in found if run["auto_scheduled"]]

    assert {night[11:16] for night in _until(nights)} == {"02:00"}


def test_a_backfill_from_its_form_to_its_days(ui: Served) -> None:
    (ui.lake / "decisions" / f"dt={DAYS[2]}" / "_manifest.json").unlink()
    with browser() as page:
        page.open(f"{ui.address}/v2/deployments")
        page.wait_for("At 02:00 AM")
        given = quote(json.dumps({"start": str(DAYS[2]), "end": str(DAYS[2]), "who": "staff 17"}))
        page.open(f"{ui.address}/v2/deployments/deployment/{ui.deployment('backfill')}/run?parameters={given}")
        page.wait_for("September 9th, 2026")
        page.wait_for("Make days of the range again that are up to date")
        page.type("textarea", "a manifest was lost")
        page.click("button", "Submit")
        # A form that was taken is left.
        page.wait("!location.pathname.endsWith('/run')")
        (run,) = _until(lambda: [run for run in ui.runs("backfill") if run["state_type"] in ENDED])
        assert run["state_type"] == "COMPLETED", run["state"]
        page.open(f"{ui.address}/v2/runs/flow-run/{run['id']}")
        page.wait_for(f"Backfill from {DAYS[2]} to {DAYS[2]}")
        page.click("[role=tab]", "Artifacts")
        page.wait_for("1 of 1 day is done")
        (newest,) = ui.ask("artifacts/latest/filter", artifacts={"key": {"any_": ["days"]}})
        page.open(f"{ui.address}/v2/artifacts/artifact/{newest['latest_id']}")
        page.wait_for("Last backfills")
        # The page is set before its tables are, and these one by one.
        page.wait_for("staff 17")
        rows = page.ask("[...document.querySelectorAll('tr')].map(row => [...row.cells].map(cell => cell.innerText))")
        named = [row for row in rows if row[:1] in [[str(day)] for day in DAYS]]
        assert [row[:2] for row in named] == [[str(day), "published"] for day in reversed(DAYS)]
        assert rows[-1][1:5] == ["staff 17", "a manifest was lost", f"{DAYS[2]} to {DAYS[2]}", "published"]
    assert ui.outcomes()[-1] == ("a manifest was lost", "published")


def test_a_cancelled_backfill_ends_with_its_days_and_frees_the_lake(ui: Served) -> None:
    given = {"start": str(DAYS[0]), "end": str(DAYS[2]), "force": True, "why": "to be cancelled"}
    asked = ui.ask(f"deployments/{ui.deployment('backfill')}/create_flow_run", parameters=given)

    def days() -> list[str]:
        found = ui.ask("flow_runs/filter", flow_runs={"parent_flow_run_id": {"any_": [asked["id"]]}})
        return [run["state_type"] for run in found]

    _until(lambda: "RUNNING" in days())
    ui.ask(f"flow_runs/{asked['id']}/set_state", state={"type": "CANCELLING"})
    _until(lambda: [run for run in ui.runs("backfill") if run["state_type"] == "CANCELLED"])
    assert set(days()) <= {"CANCELLED", "COMPLETED"}
    assert days().count("CANCELLED") == 1
    with writing(ui.lake):
        assert ui.outcomes()[-1] == ("to be cancelled", "cancelled")


def _below(process: int) -> dict[int, str]:
    """The processes that it started, with their command lines."""
    told = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return {int(line.split()[0]): line for line in told.stdout.splitlines()}


def test_a_worker_killed_in_mid_day_ends_it_and_the_next_run_mends_the_day(ui: Served, finished: Path) -> None:
    (daily,) = [each for each in ui.ask("deployments/filter") if each["name"] == "daily"]
    schedule = f"{ui.address}/api/deployments/{daily['id']}/schedules/{daily['schedules'][0]['id']}"
    httpx.patch(schedule, json={"schedule": {"cron": "15 3 * * *", "timezone": "Europe/Berlin"}}).raise_for_status()
    assert ui.process
    backfill, given = ui.deployment("backfill"), {"start": str(DAYS[2]), "end": str(DAYS[2])}
    lost = ui.ask(f"deployments/{backfill}/create_flow_run", parameters=given | {"force": True})["id"]
    _until(lambda: list((ui.lake / "_staging" / f"dt={DAYS[2]}").glob("*/_manifest.json")))
    (worker,) = [each for each, line in _below(ui.process.pid).items() if "worker start" in line]
    for each in (worker, *_below(worker)):
        os.kill(each, signal.SIGKILL)
    status, err = ui.ended()
    assert (status, err.splitlines()[-1][:29]) == (1, "the worker ended (status -9);")
    ui.start()
    states = {run["id"]: run["state_type"] for run in ui.runs("backfill")}
    assert states[lost] == "CRASHED"
    again = ui.ask(f"deployments/{backfill}/create_flow_run", parameters=given)["id"]
    _until(lambda: [run for run in ui.runs("backfill") if run["id"] == again and run["state_type"] == "COMPLETED"])
    assert digests(ui.lake) == digests(finished)
    (daily,) = [each for each in ui.ask("deployments/filter") if each["name"] == "daily"]
    (schedule,) = [each["schedule"] for each in daily["schedules"]]
    assert (schedule["cron"], schedule["timezone"]) == ("15 3 * * *", "Europe/Berlin")
