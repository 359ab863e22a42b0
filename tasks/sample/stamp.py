"""Puts log lines on the schedule's clock and takes out what only this machine can know."""

import random
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from .dice import dice
from .player import Sent

Payload = dict[str, Any]

_PROXY, _UPSTREAM = "127.0.0.1:4000", "127.0.0.1:4001"
_TOKENS_PER_SECOND = (45.0, 90.0)


def stamp(payload: Payload, sent: Sent, seed: int, ports: tuple[int, int]) -> Payload:
    """Return a log line as it would have been written at the turn's time.

    ``ports`` are those that the proxy and the upstream happened to listen on.
    """
    rng = dice(seed, "stamp", sent.number)
    _clock(payload, sent, rng)
    _identify(payload, rng)
    _relocate(payload, ports)
    payload["error_information"]["traceback"] = ""
    key = payload["model_map_information"]["model_map_key"]
    payload["model_map_information"] = {"model_map_key": key, "model_map_value": None}
    return payload


def _clock(payload: Payload, sent: Sent, rng: random.Random) -> None:
    start = sent.turn.at
    wait = rng.uniform(0.2, 0.9)
    took = wait + payload["completion_tokens"] / rng.uniform(*_TOKENS_PER_SECOND)
    if payload["status"] != "success":
        took = rng.uniform(0.02, 0.15)
    end = start + timedelta(seconds=took)
    first = start + timedelta(seconds=wait) if payload["stream"] else end
    payload["startTime"] = round(start.timestamp(), 6)
    payload["endTime"] = round(end.timestamp(), 6)
    payload["completionStartTime"] = round(first.timestamp(), 6)
    # as LiteLLM has it: for a stream the time to the first token, not to the last
    payload["response_time"] = round((first - start).total_seconds(), 6)
    if payload["response"]:
        payload["response"]["created"] = int(start.timestamp())
    hidden = payload["hidden_params"]
    if hidden["litellm_overhead_time_ms"] is not None:
        hidden["litellm_overhead_time_ms"] = round(rng.uniform(2, 15), 4)
    headers = hidden["additional_headers"]
    for name in ("date", "llm_provider-date"):
        if name in headers:
            headers[name] = format_datetime(end, usegmt=True)


def _identify(payload: Payload, rng: random.Random) -> None:
    """Replace the random ids; a failure has no answer and so no id but the call's."""
    call_id = str(UUID(int=rng.getrandbits(128), version=4))
    if payload["id"] == payload["litellm_call_id"]:
        payload["id"] = call_id
    payload["litellm_call_id"] = call_id
    payload["trace_id"] = str(UUID(int=rng.getrandbits(128), version=4))


def _relocate(payload: Payload, ports: tuple[int, int]) -> None:
    proxy, upstream = (f"127.0.0.1:{port}" for port in ports)
    headers = payload["metadata"]["requester_metadata"]["headers"]
    headers["host"] = headers["host"].replace(proxy, _PROXY)
    for place in (payload, payload["hidden_params"]):
        if place["api_base"]:
            place["api_base"] = place["api_base"].replace(upstream, _UPSTREAM)
