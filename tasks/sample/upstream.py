"""The stand-in for a model provider: an OpenAI-compatible server on loopback.

It answers from a seed, and refuses when it is told to. Requests come one at a time,
so the player says beforehand what the next one is to get, and nothing of that shows
in the request itself or in the gateway's log.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from .dice import dice
from .replies import Reply, answer, tokens
from .schedule import OK, OVERLOADED, REFUSED

_ERRORS = {
    REFUSED: ("Rate limit reached", "requests", "rate_limit_exceeded"),
    OVERLOADED: ("The server is overloaded", "server_error", None),
}


@dataclass
class Order:
    """What the next request is to get: an HTTP status, and the seed of the answer."""

    fate: int = OK
    seed: str = ""
    created: int = 0


class Upstream(ThreadingHTTPServer):
    """The server, with the order for the request to come."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port of loopback."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.order = Order()

    @property
    def port(self) -> int:
        """The port that was free."""
        return int(self.server_address[1])


@contextmanager
def serving() -> Iterator[Upstream]:
    """Run the server in a thread for as long as the block lasts."""
    server = Upstream()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Upstream

    def version_string(self) -> str:
        return "stand-in"

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        order = self.server.order
        if order.fate != OK:
            message, kind, code = _ERRORS[order.fate]
            error = {"message": message, "type": kind, "param": None, "code": code}
            self._send(order.fate, json.dumps({"error": error}))
            return
        completion = _complete(body, order)
        if body.get("stream"):
            self._send(OK, _as_events(completion), "text/event-stream")
        else:
            self._send(OK, json.dumps(completion))

    def _send(self, status: int, text: str, kind: str = "application/json") -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _complete(body: dict[str, Any], order: Order) -> dict[str, Any]:
    rng = dice(order.seed)
    messages = body["messages"]
    reply = answer(rng, messages[-1]["content"])
    message: dict[str, Any] = {"role": "assistant", "content": reply.text}
    if body.get("tools") and all(m["role"] != "assistant" for m in messages):
        call = {"name": body["tools"][0]["function"]["name"], "arguments": '{"path":"README.md"}'}
        call_id = f"call_{rng.getrandbits(48):012x}"
        calls = [{"id": call_id, "type": "function", "function": call}]
        message = {"role": "assistant", "content": None, "tool_calls": calls}
    return {
        "id": f"chatcmpl-{rng.getrandbits(96):024x}",
        "object": "chat.completion",
        "created": order.created,
        "model": body["model"],
        "choices": [
            {
                "index": 0,
                "message": message,
                "finish_reason": "tool_calls" if "tool_calls" in message else "stop",
            }
        ],
        "usage": _usage(messages, reply),
    }


def _usage(messages: list[dict[str, Any]], reply: Reply) -> dict[str, Any]:
    asked = sum(4 + tokens(m.get("content") or "") for m in messages)
    answered = tokens(reply.text) + reply.reasoning_tokens
    return {
        "prompt_tokens": asked,
        "completion_tokens": answered,
        "total_tokens": asked + answered,
        "completion_tokens_details": {"reasoning_tokens": reply.reasoning_tokens},
    }


def _as_events(completion: dict[str, Any]) -> str:
    """Cut a completion into the chunks of a stream, the usage in the last one."""
    head = {k: completion[k] for k in ("id", "created", "model")}
    head["object"] = "chat.completion.chunk"
    text = completion["choices"][0]["message"]["content"]
    half = len(text) // 2
    deltas: list[tuple[dict[str, str], str | None]] = [
        ({"role": "assistant", "content": text[:half]}, None),
        ({"content": text[half:]}, None),
        ({}, "stop"),
    ]
    chunks = [{**head, "choices": [{"index": 0, "delta": delta, "finish_reason": end}]} for delta, end in deltas]
    chunks.append({**head, "choices": [], "usage": completion["usage"]})
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
