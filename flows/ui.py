"""Server, deployments and worker on loopback until Ctrl-C: `python -m flows.ui --lake LAKE`, or `make ui`."""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import yaml  # type: ignore[import-untyped]
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.responses import DeploymentResponse
from prefect.events.schemas.automations import AutomationCore
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.holding import holding
from flows.kept import give_back
from tasks.errors import PortcullisError
from tasks.lake import Lake

POOL, QUEUE = "portcullis", "lake"
ROOT = Path(__file__).parents[1]
DEPLOYMENTS = ROOT / "deployments"
_START_SECONDS = 180
_STOP_SECONDS = 20


def run(lake: Lake, port: int) -> None:
    """Start everything that a person needs to run flows from the UI, and stop it when told to."""
    address = f"http://127.0.0.1:{port}"
    variables = {
        "PORTCULLIS_LAKE": str(lake if lake.bucket else lake.root.absolute()),
        "PREFECT_API_URL": f"{address}/api",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # So often a run tells that it lives; deployments/automations.yaml says what follows when it does not.
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    }
    os.environ.update(variables)
    # A shell starts what runs in its background deaf to Ctrl-C.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, _interrupt)
    server = ("server", "start", "--host", "127.0.0.1", "--port", port, "--log-level", "WARNING")
    try:
        with _running(*server, silent=True) as process:
            known = asyncio.run(_prepare(process, address))
            _bury_the_dead(lake, f"{address}/api")
            with _running("worker", "start", "--pool", POOL, "--name", "here") as worker:
                _prefect("--no-prompt", "deploy", "--all", "--prefect-file", DEPLOYMENTS / "prefect.yaml")
                asyncio.run(_keep(address, known))
                _say(f"ready: {address}/v2/deployments works on {lake}; Ctrl-C stops it")
                status = worker.wait()
                sys.exit(f"the worker ended (status {status}); start this again: the next run goes on where it was")
    except KeyboardInterrupt:
        _say("stopped")


async def _prepare(server: "subprocess.Popen[bytes]", address: str) -> list[DeploymentResponse]:
    """The work pool, the queue in which what writes to the lake waits its turn, and the automations.

    Gives the deployments as the last registration and people have left them.
    """
    # Not by `get_client`, which took its address from the environment when Prefect was imported.
    async with PrefectClient(f"{address}/api") as client:
        deadline = time.monotonic() + _START_SECONDS
        while await client.api_healthcheck():
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit("the server did not start; is another one running, or the port taken?")
            await asyncio.sleep(0.2)
        _say(f"UI: {address}/v2/dashboard (the deployments follow)")
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="process"), overwrite=True)
        try:
            queue = await client.read_work_queue_by_name(QUEUE, POOL)
        except ObjectNotFound:
            queue = await client.create_work_queue(QUEUE, work_pool_name=POOL)
        await client.update_work_queue(queue.id, concurrency_limit=1)
        for declared in yaml.safe_load((DEPLOYMENTS / "automations.yaml").read_text())["automations"]:
            automation = AutomationCore.model_validate(declared)
            known = await client.read_automations_by_name(automation.name)
            if not known:
                await client.create_automation(automation)
            elif AutomationCore.model_validate(known[0].model_dump(exclude={"id"})) != automation:
                # Prefect forgets by this for which runs it waits, those among them that died with the server.
                await client.update_automation(known[0].id, automation)
        return await client.read_deployments()


def _bury_the_dead(lake: Lake, server: str) -> None:
    """Say of a run that died with its worker that it did: shown as running, it would keep its place in the queue.

    So does Prefect's own watch (deployments/automations.yaml), but minutes later, and here a person waits for it.
    """
    with temporary_settings({PREFECT_API_URL: server}), suppress(PortcullisError), holding(lake.place):
        pass


async def _keep(address: str, known: list[DeploymentResponse]) -> None:
    async with PrefectClient(f"{address}/api") as client:
        await give_back(client, known)


@contextmanager
def _running(*arguments: object, silent: bool = False) -> Iterator["subprocess.Popen[bytes]"]:
    """A Prefect process that does not hear Ctrl-C itself, so that the worker ends before its server."""
    output = subprocess.DEVNULL if silent else None
    process = subprocess.Popen(_command(arguments), stdout=output, start_new_session=True)  # noqa: S603
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _prefect(*arguments: object) -> None:
    done = subprocess.run(_command(arguments), capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def _command(arguments: tuple[object, ...]) -> list[str]:
    return [sys.executable, "-m", "prefect", *map(str, arguments)]


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def main() -> None:
    """Read the call and run."""
    parser = argparse.ArgumentParser(prog="python -m flows.ui", description=__doc__)
    parser.add_argument("--lake", type=Path, default=Path("data/lake"), help="the lake that runs work on")
    parser.add_argument("--port", type=int, default=4200, help="the server's port on loopback (default: 4200)")
    call = parser.parse_args()
    run(Lake(call.lake), call.port)


if __name__ == "__main__":
    main()
