"""Records the request bodies that real clients send to Bedrock: botocore and Anthropic's SDK against a stand-in.

    python tests/sources/bedrock_invocations/produce.py > tests/sources/bedrock_invocations/calls.jsonl

Last run with botocore 1.44.5 and anthropic 2.12.0. A line is what Bedrock is sent: the operation, the model and the
request metadata as its log names them, and the body. Only Bedrock itself writes the log round it. Bodies of
InvokeModel are the caller's own: those of Claude are made by Anthropic's SDK, the others follow AWS's user guide
(model-parameters).
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

import botocore.session
from anthropic import AnthropicBedrock
from botocore.client import BaseClient

Call = dict[str, Any]
OPERATIONS = {
    "invoke": "InvokeModel",
    "invoke-with-response-stream": "InvokeModelWithResponseStream",
    "converse": "Converse",
    "converse-stream": "ConverseStream",
}
CLAUDE, NOVA = "anthropic.claude-3-haiku-20240307-v1:0", "us.amazon.nova-lite-v1:0"
TURNS = ("how high is the tide?", "three metres", "and tomorrow?")
INVOKED: dict[str, tuple[str, Call]] = {
    "nova": (
        NOVA,
        {
            "schemaVersion": "messages-v1",
            "system": [{"text": "be brief"}],
            "messages": [{"role": "user", "content": [{"text": TURNS[0]}]}],
        },
    ),
    "llama": ("meta.llama3-8b-instruct-v1:0", {"prompt": TURNS[0], "max_gen_len": 64}),
    "mistral": ("mistral.mistral-7b-instruct-v0:2", {"prompt": f"<s>[INST] {TURNS[0]} [/INST]", "max_tokens": 64}),
    "titan": ("amazon.titan-text-express-v1", {"inputText": TURNS[0], "textGenerationConfig": {"maxTokenCount": 64}}),
    "embedding": ("amazon.titan-embed-text-v2:0", {"inputText": TURNS[0], "dimensions": 256}),
    "openai": (
        "openai.gpt-oss-20b-1:0",
        {"messages": [{"role": "developer", "content": "be brief"}, {"role": "user", "content": TURNS[0]}]},
    ),
    "openai_tools": (
        "openai.gpt-oss-20b-1:0",
        {
            "messages": [
                {"role": "user", "content": TURNS[0]},
                {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [{"id": "1", "type": "function", "function": {"name": "tide", "arguments": "{}"}}],
                },
                {"role": "tool", "tool_call_id": "1", "content": TURNS[1]},
            ]
        },
    ),
    "cohere": (
        "cohere.command-r-v1:0",
        {
            "preamble": "be brief",
            "chat_history": [{"role": "USER", "message": TURNS[0]}, {"role": "CHATBOT", "message": TURNS[1]}],
            "message": TURNS[2],
        },
    ),
    "image": ("amazon.nova-canvas-v1:0", {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a tide table"}}),
}
TOOL = {"name": "tide", "inputSchema": {"json": {"type": "object"}}}


class Bedrock(ThreadingHTTPServer):
    """Stands in for the service: keeps what it is sent and answers with nothing."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.calls: list[Call] = []


class Handler(BaseHTTPRequestHandler):
    server: Bedrock

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        _, _, model, verb = self.path.split("/", 3)
        # InvokeModel is given the metadata in a header, Converse in its body; the log names it beside the body.
        header = self.headers.get("X-Amzn-Bedrock-Request-Metadata")
        metadata = json.loads(header) if header else body.get("requestMetadata")
        call = {"operation": OPERATIONS[verb], "modelId": unquote(model), "requestMetadata": metadata, "body": body}
        self.server.calls.append(call)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def bedrock() -> Iterator[Bedrock]:
    server = Bedrock()
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def text(*texts: str) -> list[Call]:
    return [{"text": each} for each in texts]


def conversation(content: Any = text) -> list[Call]:
    roles = ("user", "assistant", "user")
    return [{"role": role, "content": content(turn)} for role, turn in zip(roles, TURNS, strict=True)]


def converse(client: BaseClient) -> Iterator[str]:
    """Make each call, then yield its label."""
    client.converse(modelId=CLAUDE, messages=conversation(), system=text("be", "brief"))
    yield "converse"
    client.converse_stream(modelId=NOVA, messages=conversation()[:1], requestMetadata={"tenant": "acme", "a/b~c": "x"})
    yield "converse_stream"
    guarded = {"guardContent": {"text": {"text": TURNS[0], "qualifiers": ["query"]}}}
    client.converse(modelId=CLAUDE, messages=[{"role": "user", "content": [*text("please:"), guarded]}])
    yield "guarded"
    used = {"toolUse": {"toolUseId": "1", "name": "tide", "input": {}}}
    result = {"toolResult": {"toolUseId": "1", "content": text(TURNS[1])}}
    client.converse(
        modelId=CLAUDE,
        messages=[*conversation()[:1], {"role": "assistant", "content": [used]}, {"role": "user", "content": [result]}],
        toolConfig={"tools": [{"toolSpec": TOOL}]},
    )
    yield "converse_tools"
    client.converse(modelId="arn:aws:bedrock:eu-west-1:111122223333:prompt/ABCDEFGHIJ:1", promptVariables={})
    yield "stored_prompt"


def invoke(client: BaseClient) -> Iterator[str]:
    """Make each call, then yield its label."""
    for label, (model, body) in INVOKED.items():
        client.invoke_model(modelId=model, body=json.dumps(body), requestMetadata=json.dumps({"tenant": "acme"}))
        yield label


def anthropic(url: str) -> Iterator[str]:
    """Make each call, then yield its label."""
    client = AnthropicBedrock(api_key="example", aws_region="us-east-1", base_url=url)
    messages = client.messages.with_raw_response
    messages.create(model=CLAUDE, max_tokens=64, system="be brief", messages=conversation(str))
    yield "anthropic"
    typed = [{"type": "text", "text": TURNS[0]}]
    brief = [{"type": "text", "text": "be brief"}]
    messages.create(
        model=CLAUDE, max_tokens=64, stream=True, system=brief, messages=[{"role": "user", "content": typed}]
    )
    yield "anthropic_stream"
    used = {"type": "tool_use", "id": "1", "name": "tide", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "1", "content": TURNS[1]}
    talk = [
        {"role": "user", "content": TURNS[0]},
        {"role": "assistant", "content": [used]},
        {"role": "user", "content": [result]},
    ]
    messages.create(
        model=CLAUDE, max_tokens=64, messages=talk, tools=[{"name": "tide", "input_schema": {"type": "object"}}]
    )
    yield "anthropic_tools"


def calls() -> list[Call]:
    """Every call, as Bedrock is sent it."""
    with bedrock() as server:
        url = f"http://127.0.0.1:{server.server_port}"
        session = botocore.session.Session()
        session.set_credentials("AKIAEXAMPLE", "example")
        client = session.create_client("bedrock-runtime", region_name="us-east-1", endpoint_url=url)
        labels = [*converse(client), *invoke(client), *anthropic(url)]
        return [{"label": label} | call for label, call in zip(labels, server.calls, strict=True)]


if __name__ == "__main__":
    sys.stdout.writelines(json.dumps(call) + "\n" for call in calls())
