"""A stand-in for what LiteLLM calls out to: a provider of models with three APIs, and an S3 bucket."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

_USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
_READ_AND_WRITTEN = {"input_tokens": 11, "output_tokens": 7}
_ERRORS = {
    "refuse": (429, {"message": "Rate limit reached", "type": "requests", "param": None, "code": "rate_limited"}),
    "overload": (503, {"message": "Overloaded", "type": "server_error", "param": None, "code": None}),
}
_ANSWER = "As you like."


class Upstream(ThreadingHTTPServer):
    """The server, with all objects that were put into its bucket, by their key."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port of loopback."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.answers = 0

    @property
    def port(self) -> int:
        """The port that was free."""
        return int(self.server_address[1])


@contextmanager
def serving() -> Iterator[Upstream]:
    """Run the server for as long as the block lasts."""
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
    server: Upstream

    def version_string(self) -> str:
        return "stand-in"

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_PUT(self) -> None:
        _, _, key = self.path.removeprefix("/").partition("/")
        self.server.objects[key] = self._body()
        self._send(200, b"", "application/xml")

    def do_POST(self) -> None:
        body = json.loads(self._body())
        for word, (status, error) in _ERRORS.items():
            if f"Please {word}." in json.dumps(body):
                self._send(status, json.dumps({"error": error}).encode())
                return
        self.server.answers += 1
        number = hashlib.sha256(b"%d" % self.server.answers).hexdigest()[:24]
        answer = _answer(self.path.rsplit("/", 1)[-1], body, number)
        if body.get("stream"):
            self._send(200, _events(answer), "text/event-stream")
        else:
            self._send(200, json.dumps(answer).encode())

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["content-length"]))

    def _send(self, status: int, data: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _answer(api: str, body: dict[str, Any], number: str) -> dict[str, Any]:
    head: dict[str, Any] = {"created": 1, "model": body["model"]}
    text = {"type": "text", "text": _ANSWER}
    if api == "embeddings":
        data = [{"object": "embedding", "index": 0, "embedding": [0.5]}]
        return {"object": "list", **head, "data": data, "usage": {"prompt_tokens": 11, "total_tokens": 11}}
    if api == "messages":
        about: dict[str, Any] = {
            "id": f"msg_{number}",
            "type": "message",
            "role": "assistant",
            "stop_reason": "end_turn",
        }
        return {**about, **head, "content": [text], "usage": _READ_AND_WRITTEN}
    if api == "responses":
        item = {"type": "message", "id": f"msg_{number}", "status": "completed", "role": "assistant"}
        output = [{**item, "content": [{"type": "output_text", "text": _ANSWER, "annotations": []}]}]
        about = {"id": f"resp_{number}", "object": "response", "created_at": 1, "status": "completed"}
        usage = {**_READ_AND_WRITTEN, "total_tokens": 18}
        rest = {"parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "metadata": {}, "usage": usage}
        return {**about, **head, "output": output, **rest}
    choice: dict[str, Any] = {"index": 0, "finish_reason": "stop"}
    if api == "completions" and "prompt" in body:
        choices = [{**choice, "text": _ANSWER, "logprobs": None}]
        return {"id": f"cmpl-{number}", "object": "text_completion", **head, "choices": choices, "usage": _USAGE}
    choices = [{**choice, "message": {"role": "assistant", "content": _ANSWER}}]
    return {"id": f"chatcmpl-{number}", "object": "chat.completion", **head, "choices": choices, "usage": _USAGE}


def _events(answer: dict[str, Any]) -> bytes:
    head = {name: answer[name] for name in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
    delta = {"role": "assistant", "content": _ANSWER}
    chunks = [
        {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": "stop"}]},
        {**head, "choices": [], "usage": answer["usage"]},
    ]
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks).encode() + b"data: [DONE]\n\n"
