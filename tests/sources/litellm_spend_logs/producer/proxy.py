"""Runs a real LiteLLM proxy on loopback over a real Postgres."""

import json
import os
import secrets
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tasks.sample.proxy import _free_port, _wait

Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Proxy:
    """A proxy that is up; `master` is the key of its administrator."""

    port: int
    master: str

    def post(
        self, path: str, body: Mapping[str, Any], key: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request with a key (null: the administrator's; empty: none)."""
        bearer = self.master if key is None else key
        sent = {"content-type": "application/json", **(headers or {})}
        sent |= {"authorization": f"Bearer {bearer}"} if bearer else {}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", path, json.dumps(body), sent)
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        return response.status, json.loads(text) if text.startswith(b"{") else {}

    def make(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Make something as the administrator."""
        status, answer = self.post(path, body)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {answer}")
        return answer

    def get(self, path: str, key: str | None = None) -> int:
        """Ask for a page and return the status."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"authorization": f"Bearer {key or self.master}"})
            return connection.getresponse().status
        finally:
            connection.close()


@contextmanager
def serving(python: Path, database: str, upstream: int, *, prompts: bool, batches: bool) -> Iterator[Proxy]:
    """Run the proxy; `prompts` stores the bodies in the database, `batches` puts lines into S3 in place of objects."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "config.yaml").write_text(json.dumps(_config(upstream, prompts, batches)), encoding="utf-8")
        proxy = Proxy(_free_port(), f"sk-{secrets.token_hex(16)}")
        command = [str(python), "-m", "litellm.proxy.proxy_cli", "--config", "config.yaml"]
        command += ["--host", "127.0.0.1", "--port", str(proxy.port), "--telemetry", "False"]
        with (home / "proxy.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=home, env=_environment(python, home, database, proxy.master), stdout=log, stderr=log
            )
        try:
            _wait(process, proxy.port, home)
            yield proxy
            # What was logged reaches the database and the bucket with the next flush.
            time.sleep(12)
        finally:
            process.terminate()
            process.wait(30)


def _environment(python: Path, home: Path, database: str, master: str) -> dict[str, str]:
    """An environment of its own: no settings of this machine, no calls out, no change to the tables."""
    given = {name: os.environ[name] for name in ("PRISMA_QUERY_ENGINE_BINARY",) if name in os.environ}
    return given | {
        "PATH": f"{python.parent}:{os.environ.get('PATH', '')}",
        "HOME": str(home),
        "DATABASE_URL": database,
        "DISABLE_SCHEMA_UPDATE": "True",
        "LITELLM_MASTER_KEY": master,
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "LITELLM_LOG": "ERROR",
        "LITELLM_SUPPRESS_SPEND_LOG_TRACEBACKS": "True",
        "DEFAULT_S3_FLUSH_INTERVAL_SECONDS": "2",
    }


def _config(upstream: int, prompts: bool, batches: bool) -> dict[str, Any]:
    root = f"http://127.0.0.1:{upstream}"
    models = {
        "quartz-large": "openai",
        "quartz-embed": "openai",
        "quartz-text": "text-completion-openai",
        "flint": "anthropic",
    }
    bucket = {
        "s3_bucket_name": "logs",
        "s3_region_name": "us-east-1",
        "s3_endpoint_url": root,
        "s3_aws_access_key_id": "none",
        "s3_aws_secret_access_key": "none",
        "s3_path": "litellm",
        "s3_partition_granularity": "hour",
        "s3_batch_file_upload": batches,
    }
    return {
        "model_list": [
            {
                "model_name": name,
                "litellm_params": {
                    "model": f"{provider}/{name}",
                    "api_base": root if provider == "anthropic" else f"{root}/v1",
                    "api_key": "none",
                    "max_retries": 0,
                },
            }
            for name, provider in models.items()
        ],
        "litellm_settings": {
            "num_retries": 0,
            "global_disable_no_log_param": not prompts,
            "callbacks": ["s3_v2"],
            "s3_callback_params": bucket,
            "cache": True,
            "cache_params": {"type": "local", "mode": "default_off"},
        },
        "router_settings": {"num_retries": 0, "disable_cooldowns": True},
        "general_settings": {
            "use_x_forwarded_for": True,
            "store_prompts_in_spend_logs": prompts,
            "proxy_batch_write_at": 2,
        },
    }
