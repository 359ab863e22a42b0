"""Who uses the proxy, and what they ask: one request of each kind that LiteLLM logs in a way of its own."""

from typing import Any

from tests.sources.litellm_spend_logs.producer.proxy import Proxy

_VIA = {"x-forwarded-for": "73.247.157.254, 10.0.0.1", "user-agent": "probe/1.0"}
_TOOL = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object", "properties": {}}}}
_CALL = {"id": "call_1", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}


def play(proxy: Proxy) -> None:
    """Make accounts and send the requests, with prompts stored."""
    keys = _accounts(proxy)
    chat = "/v1/chat/completions"
    for path, key, body in (
        (chat, "ada", _chat("Name a river.", system="Be brief.")),
        (chat, "ada", _chat([{"type": "text", "text": "Name a lake."}], stream=True)),
        (chat, "ada", {**_chat("x"), "messages": _with_tools(), "tools": [_TOOL]}),
        (chat, "lone", _chat("Name a hill.")),
        (chat, "lone", {**_chat("Name a town."), "user": "customer-7"}),
        (chat, "team", _chat("Name a road.")),
        (chat, "ben", _chat("Please refuse.")),
        (chat, "ben", _chat("Please refuse.", stream=True)),
        (chat, "ben", _chat("Please overload.")),
        (chat, "ben", {**_chat("Name a tree."), "model": "no-such-model"}),
        (chat, "ben", {**_chat("Name a bird."), "cache": {"use-cache": True}}),
        (chat, "ben", {**_chat("Name a bird."), "cache": {"use-cache": True}}),
        (chat, "ben", {**_chat("Name a cave."), "no-log": True}),
        (chat, "ben", _chat("Long. " * 800)),
        ("/v1/completions", "ada", {"model": "quartz-text", "prompt": "Once upon a time"}),
        ("/v1/embeddings", "ada", {"model": "quartz-embed", "input": ["a stone", "a leaf"]}),
        ("/v1/responses", "ada", {"model": "quartz-large", "input": "Name a sea.", "instructions": "Be kind."}),
        ("/v1/responses", "ada", {"model": "quartz-large", "input": _items()}),
        ("/v1/messages", "ada", {"model": "flint", "max_tokens": 9, "system": "Be brief.", "messages": _parts()}),
    ):
        proxy.post(path, body, keys[key], _VIA)
    proxy.post(chat, _chat("Name a star."), keys["ben"], _VIA | {"x-litellm-enable-message-redaction": "true"})
    proxy.post(chat, _chat("Name a moon."), "sk-no-such-key", _VIA)
    proxy.post(chat, _chat("Name a moon."), "", _VIA)
    proxy.post(chat, _chat("Name a moon."), None, _VIA)
    proxy.get("/health")
    proxy.get("/v1/batches", keys["ada"])


def play_unseen(proxy: Proxy) -> None:
    """Send requests while prompts are not stored, and while no client can keep itself out of the log."""
    key = proxy.make("/key/generate", {"user_id": "acct-ben", "key_alias": "ben-2"})["key"]
    for words in ("Name a fish.", "Please refuse."):
        proxy.post("/v1/chat/completions", _chat(words), key, _VIA)
    proxy.post("/v1/chat/completions", {**_chat("Name a pond."), "no-log": True}, key, _VIA)


def _accounts(proxy: Proxy) -> dict[str, str]:
    # (Organizations are for those who have a licence.)
    team = proxy.make("/team/new", {"team_alias": "Drawing office"})["team_id"]
    for user in (
        {"user_id": "acct-ada", "user_email": "ada@works.example", "user_role": "internal_user"},
        {"user_id": "acct-ben", "user_email": "Ben@mail.example", "teams": [team]},
    ):
        proxy.make("/user/new", {**user, "auto_create_key": False})
    owners: dict[str, dict[str, Any]] = {
        "ada": {"user_id": "acct-ada"},
        "ben": {"user_id": "acct-ben"},
        "team": {"team_id": team},
        "lone": {},
    }
    return {name: proxy.make("/key/generate", {**owner, "key_alias": name})["key"] for name, owner in owners.items()}


def _chat(content: Any, system: str = "", stream: bool = False) -> dict[str, Any]:
    messages = [{"role": "system", "content": system}] if system else []
    body = {"model": "quartz-large", "messages": [*messages, {"role": "user", "content": content}]}
    return body | ({"stream": True} if stream else {})


def _with_tools() -> list[dict[str, Any]]:
    return [
        {"role": "user", "content": "Look it up."},
        {"role": "assistant", "content": None, "tool_calls": [_CALL]},
        {"role": "tool", "tool_call_id": "call_1", "content": "A stone."},
    ]


def _items() -> list[dict[str, Any]]:
    return [
        {"role": "user", "content": [{"type": "input_text", "text": "Look it up."}]},
        {"type": "function_call", "call_id": "call_1", "name": "look_up", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "call_1", "output": "A leaf."},
    ]


def _parts() -> list[dict[str, Any]]:
    use = {"type": "tool_use", "id": "toolu_1", "name": "look_up", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "A leaf."}
    return [
        {"role": "user", "content": "Look it up."},
        {"role": "assistant", "content": [{"type": "text", "text": "I will."}, use]},
        {"role": "user", "content": [result]},
    ]
