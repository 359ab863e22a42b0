"""Sends the world's requests through the proxy, one after the other in the order of time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPResponse
from typing import Any

from .accounts import Account
from .schedule import OK, Conversation, Turn
from .upstream import Order, Upstream
from .world import World


@dataclass(frozen=True)
class Sent:
    """A request that was sent, under the id that the proxy logs it by."""

    call_id: str
    number: int
    turn: Turn


def bearer(seed: int, account: Account) -> str:
    """Return the account's API key; only its hash gets into the log."""
    return "sk-" + sha256(f"{seed}/{account.account_id}".encode()).hexdigest()


def keys(world: World) -> dict[str, dict[str, str | None]]:
    """Return for each key what the gateway knows of its owner."""
    return {
        bearer(world.seed, account): {
            "user_id": account.account_id,
            "team_id": account.organization and account.organization.split()[0].lower(),
            "key_alias": f"{account.account_id}-1",
        }
        for account in world.accounts
    }


class Player:
    """Keeps each conversation's messages and adds the answers that really came."""

    def __init__(self, world: World, upstream: Upstream, port: int) -> None:
        """Play ``world`` through the proxy at ``port`` to ``upstream``."""
        self._world, self._upstream = world, upstream
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._messages: dict[int, list[dict[str, Any]]] = {}

    def play(self) -> list[Sent]:
        """Send everything and return what was sent."""
        try:
            return [
                self._send(number, conversation, turn)
                for number, (conversation, turn) in enumerate(self._world.requests())
            ]
        finally:
            self._connection.close()

    def _send(self, number: int, conversation: Conversation, turn: Turn) -> Sent:
        seed = f"{self._world.seed}/{number}"
        self._upstream.order = Order(turn.fate, seed, int(turn.at.timestamp()))
        messages = self._extend(conversation, turn)
        body = {"model": conversation.model, "messages": messages, **conversation.options}
        headers = {
            "authorization": f"Bearer {bearer(self._world.seed, turn.account)}",
            "x-forwarded-for": turn.address,
            "user-agent": turn.user_agent,
            "content-type": "application/json",
        }
        self._connection.request("POST", "/v1/chat/completions", json.dumps(body), headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        if response.status != turn.fate:
            raise RuntimeError(f"request {number}: {response.status} for {turn.fate}: {text}")
        if response.status == OK:
            messages.append(_message(response, text))
        return Sent(response.headers["x-litellm-call-id"], number, turn)

    def _extend(self, conversation: Conversation, turn: Turn) -> list[dict[str, Any]]:
        start = [{"role": "system", "content": conversation.system}] if conversation.system else []
        messages = self._messages.setdefault(id(conversation), start)
        if turn.say is not None:
            message = {"role": turn.role, "content": turn.say}
            if turn.role == "tool":
                message["tool_call_id"] = messages[-1]["tool_calls"][0]["id"]
            messages.append(message)
        return messages


def _message(response: HTTPResponse, text: str) -> dict[str, Any]:
    """Return the answer as a client appends it to its conversation."""
    if not response.headers["content-type"].startswith("text/event-stream"):
        message: Mapping[str, Any] = json.loads(text)["choices"][0]["message"]
        kept = ("role", "content", "tool_calls")
        return {key: message[key] for key in kept if key in message}
    chunks = [line[6:] for line in text.splitlines() if line.startswith("data: {")]
    choices = [choice for chunk in chunks for choice in json.loads(chunk)["choices"]]
    content = "".join(choice["delta"].get("content") or "" for choice in choices)
    return {"role": "assistant", "content": content}
