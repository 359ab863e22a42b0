"""Runs a real LiteLLM proxy on loopback, configured for the sample and for nothing else."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_PRICES = {  # per token, in and out; of no known model
    "quartz-mini": (4e-07, 1.6e-06),
    "quartz-large": (2.5e-06, 1e-05),
    "quartz-think": (4e-06, 1.6e-05),
}
_START_SECONDS = 120


@dataclass(frozen=True)
class Proxy:
    """A proxy that is up: its port and the file that its log lines go to."""

    port: int
    log: Path

    def lines(self, count: int, patience: float = 60) -> list[dict[str, Any]]:
        """Return all log lines once ``count`` are there; logging lags behind answers."""
        deadline = time.monotonic() + patience
        while True:
            text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
            if text.count("\n") >= count:
                return [json.loads(line) for line in text.splitlines()]
            if time.monotonic() > deadline:
                raise TimeoutError(f"{text.count(chr(10))} of {count} requests were logged")
            time.sleep(0.5)


@contextmanager
def serving(python: Path, upstream_port: int, keys: Mapping[str, Any]) -> Iterator[Proxy]:
    """Run the proxy with the interpreter given for as long as the block lasts."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copy(Path(__file__).with_name("gateway.py"), home)
        (home / "keys.json").write_text(json.dumps(keys), encoding="utf-8")
        (home / "config.yaml").write_text(json.dumps(_config(upstream_port)), encoding="utf-8")
        proxy = Proxy(_free_port(), home / "payloads.jsonl")
        process = _start(python, home, proxy.port)
        try:
            _wait(process, proxy.port, home)
            yield proxy
        finally:
            process.terminate()
            process.wait(30)


def _config(upstream_port: int) -> dict[str, Any]:
    """Return the configuration; it is written as JSON, which YAML takes as it is."""
    models = [
        {
            "model_name": name,
            "litellm_params": {
                "model": f"openai/{name}",
                "api_base": f"http://127.0.0.1:{upstream_port}/v1",
                "api_key": "none",
                "max_retries": 0,
                "input_cost_per_token": asked,
                "output_cost_per_token": answered,
            },
            "model_info": {"id": f"{name}-1"},
        }
        for name, (asked, answered) in _PRICES.items()
    ]
    return {
        "model_list": models,
        "litellm_settings": {"callbacks": "gateway.log_writer", "num_retries": 0},
        "router_settings": {"num_retries": 0, "disable_cooldowns": True},
        "general_settings": {"custom_auth": "gateway.authenticate", "use_x_forwarded_for": True},
    }


def _start(python: Path, home: Path, port: int) -> subprocess.Popen[bytes]:
    """Start it with an environment of its own: no settings of this machine, no calls out."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "LITELLM_MASTER_KEY": f"sk-{secrets.token_hex(32)}",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "LITELLM_TELEMETRY": "False",
        "LITELLM_LOG": "ERROR",
    }
    command = [str(python), "-m", "litellm.proxy.proxy_cli", "--config", "config.yaml"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--telemetry", "False"]
    with (home / "proxy.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603
            command, cwd=home, env=environment, stdout=log, stderr=subprocess.STDOUT
        )


def _wait(process: subprocess.Popen[bytes], port: int, home: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health/liveliness")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.3)
        finally:
            connection.close()
    raise RuntimeError("LiteLLM did not start:\n" + (home / "proxy.log").read_text()[-2000:])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
