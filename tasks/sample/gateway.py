"""What the LiteLLM proxy loads: who a key belongs to, and where the log lines go.

This file is copied beside the proxy's configuration and imported there, in the
environment that has LiteLLM; nothing else of the project imports it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from litellm.integrations.custom_logger import CustomLogger
from litellm.proxy._types import UserAPIKeyAuth

_HERE = Path(__file__).parent
_KEYS: dict[str, dict[str, str | None]] = json.loads((_HERE / "keys.json").read_text())


async def authenticate(request: object, api_key: str) -> Any:
    """Name the account behind a bearer token; LiteLLM itself needs no database then."""
    return UserAPIKeyAuth(api_key=api_key, **_KEYS[api_key])


class LogWriter(CustomLogger):  # type: ignore[misc]
    """Appends each StandardLoggingPayload, of a success or a failure, as one JSON line."""

    def _write(self, kwargs: dict[str, Any]) -> None:
        line = json.dumps(kwargs["standard_logging_object"], default=str)
        with (_HERE / "payloads.jsonl").open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    async def async_log_success_event(
        self, kwargs: dict[str, Any], response_obj: Any, start_time: datetime, end_time: datetime
    ) -> None:
        """Log a request that was answered."""
        self._write(kwargs)

    async def async_log_failure_event(
        self, kwargs: dict[str, Any], response_obj: Any, start_time: datetime, end_time: datetime
    ) -> None:
        """Log a request that was refused or failed."""
        self._write(kwargs)


log_writer = LogWriter()
