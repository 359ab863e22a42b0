"""Makes OTLP JSON lines with the real OpenTelemetry SDK: an edge, a gateway behind it, a stand-in model server.

    python tests/sources/otel_genai/produce.py FOLDER INSTRUMENTATION... [--silent]

Edge and gateway are FastAPI applications under OpenTelemetry's own instrumentation; the gateway asks the model server
with OpenAI's client, which the instrumentations named (keys of `INSTRUMENTATIONS`) watch; `--silent` keeps them from
recording prompts. Each service writes a file with OpenTelemetry's OTLP JSON file exporter. Requests go through ASGI
instead of a socket, which lets each customer have an address.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx2 as httpx
import openai
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from opentelemetry import context, propagate, trace
from opentelemetry.exporter.otlp.json.file._log_exporter import FileLogExporter
from opentelemetry.exporter.otlp.json.file.trace_exporter import FileSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

# The module of its OpenAIInstrumentor, and the setting that makes it record prompts.
INSTRUMENTATIONS = {
    "genai": ("opentelemetry.instrumentation.genai.openai", "span_only"),
    "genai_events": ("opentelemetry.instrumentation.genai.openai", "event_only"),
    "v2": ("opentelemetry.instrumentation.openai_v2", "true"),
    "openllmetry": ("opentelemetry.instrumentation.openai", "true"),
    "openinference": ("openinference.instrumentation.openai", "true"),
}
FOLDER, CHOSEN = Path(sys.argv[1]), [INSTRUMENTATIONS[name] for name in sys.argv[2:] if name != "--silent"]
SILENT = "--silent" in sys.argv
os.environ |= {
    "OTEL_SEMCONV_STABILITY_OPT_IN": "http",  # `client.address` instead of the old `net.peer.ip`
    "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "" if SILENT else CHOSEN[0][1],
    "TRACELOOP_TRACE_CONTENT": str(not SILENT).lower(),
    "OPENINFERENCE_HIDE_INPUTS": str(SILENT).lower(),
    "OTEL_SPAN_EVENT_COUNT_LIMIT": "0",  # stack traces, which hold the machine's paths
}

USAGE = {"prompt_tokens": 21, "completion_tokens": 7, "total_tokens": 28}
SEARCH = {"id": "call_1", "type": "function", "function": {"name": "search", "arguments": '{"q": "tides"}'}}


def traces(service: str) -> TracerProvider:
    provider = TracerProvider(resource=Resource.create({"service.name": service, "user.id": "svc-account"}))
    provider.add_span_processor(BatchSpanProcessor(FileSpanExporter(FOLDER / f"{service}.jsonl")))
    return provider


def chunk(delta: dict[str, str], **more: Any) -> bytes:
    body = {"id": "chatcmpl-2", "object": "chat.completion.chunk", "created": 1, "model": "quartz-large-0901"}
    choices = [{"index": 0, "delta": delta, "finish_reason": "stop" if not delta else None}]
    return b"data: " + JSONResponse(body | {"choices": [] if more else choices} | more).body + b"\n\n"


model_server = FastAPI()


@model_server.post("/v1/chat/completions")
async def complete(request: Request) -> Response:
    asked = await request.json()
    if asked["model"] == "busy":
        return JSONResponse({"error": {"message": "slow down", "type": "rate_limit", "code": "429"}}, 429)
    if asked.get("stream"):
        tail = [chunk({}, usage=USAGE)] if asked.get("stream_options") else []
        chunks = [chunk({"role": "assistant", "content": "hi"}), chunk({}), *tail, b"data: [DONE]\n\n"]
        return StreamingResponse(iter(chunks), media_type="text/event-stream")
    answer = {"role": "assistant", "content": "At noon."}
    body = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "quartz-large-0901"}
    return JSONResponse(body | {"choices": [{"index": 0, "message": answer, "finish_reason": "stop"}], "usage": USAGE})


@model_server.post("/v1/embeddings")
async def embed() -> Response:
    data = [{"object": "embedding", "index": 0, "embedding": [0.1, 0.2]}]
    usage = {"prompt_tokens": 4, "total_tokens": 4}
    return JSONResponse({"object": "list", "data": data, "model": "quartz-embed", "usage": usage})


gateway, gateway_traces = FastAPI(), traces("gateway")
tracer = gateway_traces.get_tracer("gateway")
models = openai.AsyncOpenAI(
    api_key="none",
    base_url="http://models/v1",
    max_retries=0,
    http_client=httpx.AsyncClient(transport=httpx.ASGITransport(model_server)),
)


async def ask(body: dict[str, Any]) -> Response:
    """Between the server's span and the inference stands one of the gateway's own, as there often does."""
    with tracer.start_as_current_span("choose a model"):
        if "input" in body:
            return JSONResponse((await models.embeddings.create(**body)).model_dump())
        answer = await models.chat.completions.create(**body)
    if not body.get("stream"):
        return JSONResponse(answer.model_dump())

    async def passed_on() -> AsyncIterator[bytes]:
        async for part in answer:
            yield b"data: " + part.model_dump_json().encode() + b"\n\n"

    return StreamingResponse(passed_on())


@gateway.post("/v1/ask")
async def gateway_ask(request: Request) -> Response:
    if account := request.headers.get("x-account"):
        trace.get_current_span().set_attribute("user.id", account)
    try:
        return await ask(await request.json())
    except openai.APIStatusError as error:
        return JSONResponse({}, error.status_code)


edge = FastAPI()


@edge.post("/v1/ask")
async def edge_ask(request: Request) -> Response:
    headers = {name: request.headers[name] for name in ("x-account",) if name in request.headers}
    propagate.inject(headers)
    inside = httpx.ASGITransport(gateway, client=("10.0.0.2", 4000))
    # The gateway is another process, which knows of the edge by the header alone.
    here = context.attach(context.Context())
    async with httpx.AsyncClient(transport=inside, base_url="http://gateway") as client:
        answer = await client.post("/v1/ask", content=await request.body(), headers=headers)
    context.detach(here)
    return Response(answer.content, answer.status_code)


def said(*turns: str) -> list[dict[str, Any]]:
    return [{"role": ("user", "assistant")[place % 2], "content": turn} for place, turn in enumerate(turns)]


async def send(app: FastAPI, address: str, account: str | None, body: dict[str, Any]) -> None:
    headers = {"user-agent": f"client of {address}"} | ({"x-account": account} if account else {})
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=(address, 5000)), base_url="http://edge"
    ) as client:
        await client.post("/v1/ask", json={"model": "quartz-large"} | body, headers=headers)


async def work_through() -> None:
    """One long trace with a job for each of two accounts, as a queue's worker makes it."""
    with tracer.start_as_current_span("worker"):
        for account in ("acct-d", "acct-e"):
            with tracer.start_as_current_span("job", kind=trace.SpanKind.CONSUMER) as job:
                job.set_attribute("user.id", account)
                await ask({"model": "quartz-large", "messages": said(f"Sum up for {account}.")})


async def main() -> None:
    system = {"role": "system", "content": "Be brief."}
    tools = [{"role": "assistant", "tool_calls": [SEARCH]}, {"role": "tool", "tool_call_id": "call_1", "content": "12"}]
    picture = {"type": "image_url", "image_url": {"url": "https://example.org/x.png"}}
    parts = [{"type": "text", "text": "What is"}, {"type": "text", "text": "this?"}, picture]
    await send(gateway, "203.0.113.7", "acct-a", {"messages": [system, *said("When is high tide?")]})
    await send(gateway, "203.0.113.7", "acct-a", {"messages": [*said("When is high tide?"), *tools]})
    await send(gateway, "203.0.113.7", "acct-a", {"messages": [{"role": "user", "content": parts}]})
    await send(gateway, "203.0.113.7", "acct-a", {"model": "quartz-embed", "input": ["tide"]})
    streamed = {"messages": said("Hello", "Hi", "When?"), "stream": True}
    await send(edge, "198.51.100.9", "acct-b", streamed | {"stream_options": {"include_usage": True}})
    await send(edge, "198.51.100.9", "acct-b", streamed)
    await send(edge, "198.51.100.9", "acct-b", {"model": "busy", "messages": said("Again")})
    await send(gateway, "192.0.2.5", None, {"messages": said("Who am I?")})
    await work_through()


logs = LoggerProvider(resource=Resource.create({"service.name": "gateway"}))
logs.add_log_record_processor(BatchLogRecordProcessor(FileLogExporter(FOLDER / "gateway-logs.jsonl")))
for module, _ in CHOSEN:
    import_module(module).OpenAIInstrumentor().instrument(tracer_provider=gateway_traces, logger_provider=logs)
edge_traces = traces("edge")
for app, provider in ((gateway, gateway_traces), (edge, edge_traces)):
    FastAPIInstrumentor.instrument_app(app, tracer_provider=provider, exclude_spans=["receive", "send"])
asyncio.run(main())
for provider in (gateway_traces, edge_traces, logs):
    provider.shutdown()
