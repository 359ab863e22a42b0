"""A headless Chromium, driven over its DevTools protocol: open, look, click, type, photograph."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from websockets.sync.client import connect
from websockets.sync.connection import Connection

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,1000", "--remote-debugging-port=0")
_SECONDS = 30.0


class Page:
    """The one page of a browser."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._number = connection, 0

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and wait for its answer."""
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while (answer := json.loads(self._connection.recv(_SECONDS))).get("id") != self._number:
            continue
        assert "error" not in answer, answer
        return dict(answer["result"])

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)

    def ask(self, script: str) -> Any:
        """The value of a JavaScript expression."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def text(self) -> str:
        return str(self.ask("document.body.innerText"))

    def wait(self, script: str, seconds: float = _SECONDS) -> Any:
        """Wait until a JavaScript expression is true."""
        deadline = time.monotonic() + seconds
        while not (found := self.ask(script)):
            assert time.monotonic() < deadline, f"never: {script}\n{self.text()[-2000:]}"
            time.sleep(0.1)
        return found

    def wait_for(self, text: str, seconds: float = _SECONDS) -> None:
        """Wait until the page shows a text."""
        self.wait(f"document.body.innerText.includes({json.dumps(text)})", seconds)

    def click(self, selector: str, text: str = "") -> None:
        """Click the first thing that the selector finds and that shows exactly the text, as a mouse does.

        As a person would, it waits until the thing has stopped moving and nothing lies over it; a page that is still
        being set moves it away from under the mouse.
        """
        found = f"[...document.querySelectorAll({json.dumps(selector)})]"
        chosen = f"{found}.find(each => !{json.dumps(text)} || each.innerText.trim() === {json.dumps(text)})"
        middle = f"""(each => {{
            if (!each) return null;
            each.scrollIntoView({{block: 'center'}});
            const box = each.getBoundingClientRect(), at = [box.x + box.width / 2, box.y + box.height / 2];
            const hit = document.elementFromPoint(...at);
            return each.contains(hit) || hit?.contains(each) ? at : null;
        }})({chosen})"""
        deadline = time.monotonic() + _SECONDS
        before, at = None, self.ask(middle)
        while at is None or at != before:
            assert time.monotonic() < deadline, f"never at rest: {selector} {text}\n{self.text()[-2000:]}"
            time.sleep(0.2)
            before, at = at, self.ask(middle)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=at[0], y=at[1], button="left", clickCount=1)

    def type(self, selector: str, text: str) -> None:
        """Click into a field and type, in place of what it holds."""
        self.click(selector)
        self.ask("document.activeElement.select && document.activeElement.select()")
        self.call("Input.insertText", text=text)

    def photograph(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


@contextmanager
def browser() -> Iterator[Page]:
    """A browser with an empty profile; the test is skipped where none is installed."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium here; install it with: apt-get update && apt-get install -y chromium")
    with tempfile.TemporaryDirectory(prefix="portcullis-", ignore_cleanup_errors=True) as profile:
        command = [program, *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with connect(_socket(Path(profile)), max_size=None) as connection:
                yield Page(connection)
        finally:
            process.terminate()
            process.wait(_SECONDS)


def _socket(profile: Path) -> str:
    """Where the page listens, once the browser has written down its port."""
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            port = (profile / "DevToolsActivePort").read_text().split()[0]
            with urlopen(f"http://127.0.0.1:{port}/json") as answer:
                pages = [each for each in json.load(answer) if each["type"] == "page"]
            return str(pages[0]["webSocketDebuggerUrl"])
        except (OSError, IndexError):
            assert time.monotonic() < deadline, "the browser did not start"
            time.sleep(0.1)
