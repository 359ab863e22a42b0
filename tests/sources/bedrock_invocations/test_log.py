"""Bedrock's log, from its files to `requests`. AWS alone writes it, so its record is built (`build.py`)."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.landing.build import DAY, Landed, Row, account, land, lines, put, put_accounts, request, said
from tests.sources.bedrock_invocations.build import CALLS, ROLE, logged

ASK, ANSWER, NEXT = "how high is the tide?", "three metres", "and tomorrow?"
NO_TOKENS = {"input": {"inputTokenCount": ...}, "output": {"outputTokenCount": ...}}
CLAUDE = "anthropic.claude-3-haiku-20240307-v1:0"
WITHOUT_TEXT = {"turns": None, "item": None, "opening": None, "conversation": None}
USER = "arn:aws:iam::111122223333:user/robot"

# Each recorded call, and the conversation in the contract's shape that it must be the same as.
SAID: dict[str, list[Row] | None] = {
    "converse": [*said("be brief", role="system"), *said(ASK), *said(ANSWER, role="assistant"), *said(NEXT)],
    "converse_stream": said(ASK),
    "guarded": said(f"please: {ASK}"),
    "stored_prompt": None,
    "nova": [*said("be brief", role="system"), *said(ASK)],
    "llama": said(ASK),
    "mistral": said(f"<s>[INST] {ASK} [/INST]"),
    "titan": said(ASK),
    "embedding": None,
    "openai": [*said("be brief", role="developer"), *said(ASK)],
    "openai_tools": [*said(ASK), {"role": "assistant", "content": None}, *said(ANSWER, role="tool")],
    "cohere": [*said("be brief", role="system"), *said(ASK), *said(ANSWER, role="assistant"), *said(NEXT)],
    "image": None,
    "anthropic": [*said("be brief", role="system"), *said(ASK), *said(ANSWER, role="assistant"), *said(NEXT)],
    "anthropic_stream": [*said("be brief", role="system"), *said(ASK)],
}
CALLED: dict[str, Row] = {
    "converse": {"operation": "chat", "stream": False, "model": CLAUDE, "tool_count": 0},
    "converse_stream": {"operation": "chat", "stream": True, "model": "us.amazon.nova-lite-v1:0"},
    "converse_tools": {"operation": "chat", "tool_count": 2},
    "stored_prompt": {"operation": "chat", "model": "prompt/ABCDEFGHIJ:1"} | WITHOUT_TEXT,
    "llama": {"operation": "completion", "stream": False},
    "titan": {"operation": "completion"},
    "embedding": {"operation": "embeddings"},
    "image": {"operation": "images"},
    "cohere": {"operation": "chat"},
    "openai_tools": {"operation": "chat", "tool_count": 2},
    "anthropic": {"operation": "chat", "stream": False, "tool_count": 0},
    "anthropic_stream": {"operation": "chat", "stream": True},
    "anthropic_tools": {"operation": "chat", "tool_count": 2},
}


def _model(name: str) -> Row:
    return {"modelId": f"arn:aws:bedrock:us-east-1:111122223333:{name}"}


CASES: dict[str, tuple[Row, Row]] = {
    "plain": ({}, {"account_id": ROLE, "status": 200, "input_tokens": 11, "output_tokens": 7, "latency_ms": None}),
    "user": ({"identity": {"arn": USER}}, {"account_id": USER}),
    "root": ({"identity": {"arn": "arn:aws:iam::1:root"}}, {"account_id": "arn:aws:iam::1:root"}),
    "china": (
        {"identity": {"arn": "arn:aws-cn:sts::1:assumed-role/R/s/t"}},
        {"account_id": "arn:aws-cn:sts::1:assumed-role/R"},
    ),
    "person": (
        {"identity": {"arn": "arn:aws:sts::1:assumed-role/AWSReservedSSO_Dev_01/jane"}},
        {"account_id": "arn:aws:sts::1:assumed-role/AWSReservedSSO_Dev_01/jane"},
    ),
    "took": ({"output": {"outputBodyJson": {"metrics": {"latencyMs": 1134}}}}, {"latency_ms": 1134.0}),
    "chunks": ({"output": {"outputBodyJson": [{"type": "message_stop"}, "[DONE]"]}}, {"latency_ms": None}),
    "cached": ({"input": {"inputTokenCount": 2, "cacheReadInputTokenCount": 95500}}, {"input_tokens": 95502}),
    "cached_both": (
        {"input": {"cacheReadInputTokenCount": 5, "cacheWriteInputTokenCount": 7}},
        {"input_tokens": 23},
    ),
    "cached_in_words": ({"input": {"cacheReadInputTokenCount": "many"}}, {"input_tokens": 11}),
    "throttled": (
        {"errorCode": "ThrottlingException"} | NO_TOKENS,
        {"status": 429, "input_tokens": 0, "output_tokens": 0},
    ),
    "failed_without_output": (
        {"errorCode": "ValidationException", "output": None},
        {"status": 400, "output_tokens": 0},
    ),
    "failed_with_tokens": ({"errorCode": "ModelStreamErrorException"}, {"status": 424, "output_tokens": 7}),
    "failed_with_nothing": ({"errorCode": ""}, {"status": 200}),
    "failed_unheard_of": ({"errorCode": "NewException"}, {"status": 500}),
    "guardrail": (
        {
            "input": {"inputTokenCount": ...},
            "output": {"outputTokenCount": ..., "outputBodyJson": {"amazon-bedrock-guardrailAction": "INTERVENED"}},
        },
        {"status": 200, "input_tokens": 0, "output_tokens": 0},
    ),
    "image_without_tokens": (
        {"modelId": "stability.sd3-large-v1:0"} | NO_TOKENS,
        {"operation": "images", "input_tokens": 0},
    ),
    "embedding_without_tokens": (
        {"modelId": "cohere.embed-english-v3", "output": {"outputTokenCount": ...}},
        {"operation": "embeddings", "input_tokens": 11, "output_tokens": 0},
    ),
    "foundation": ({"modelId": f"arn:aws:bedrock:us-east-1::foundation-model/{CLAUDE}"}, {"model": CLAUDE}),
    "inference_profile": (_model(f"inference-profile/us.{CLAUDE}"), {"model": f"us.{CLAUDE}"}),
    "own_profile": (_model("application-inference-profile/ab12"), {"model": "application-inference-profile/ab12"}),
    "body_elsewhere": (
        {"input": {"inputBodyJson": ..., "inputBodyS3Path": "s3://bucket/data/1_input.json.gz"}},
        {"input_tokens": 11, "operation": "chat"} | WITHOUT_TEXT,
    ),
    "body_elsewhere_invoked": (
        {"operation": "InvokeModel", "input": {"inputBodyJson": ...}},
        {"operation": "InvokeModel"} | WITHOUT_TEXT,
    ),
    "body_in_words": ({"input": {"inputBodyJson": "how high is the tide?"}}, WITHOUT_TEXT),
    "messages_in_words": ({"input": {"inputBodyJson": {"messages": "hi"}}}, WITHOUT_TEXT),
    "only_a_system": ({"input": {"inputBodyJson": {"system": "be brief"}}}, WITHOUT_TEXT),
    "cut_parts": (
        {"input": {"inputBodyJson": {"messages": said('[{"guardContent": ')}}},
        {"turns": 1, "prompt_chars": 18, "tool_count": 0},
    ),
    "strange_parts": (
        {"input": {"inputBodyJson": {"messages": [{"role": "user", "content": [{"text": 7}, [], None, "x"]}]}}},
        {"turns": 1, "tool_count": 0},
    ),
    "metadata_in_words": ({"requestMetadata": "not json"}, {"account_id": ROLE}),
}
REFUSED: dict[str, tuple[Row, str]] = {
    "nobody": ({"identity": None}, "missing_value: account_id"),
    "no_id": ({"requestId": None}, "missing_value: request_id"),
    "no_time": ({"timestamp": "soon"}, "wrong_type: ts"),
    "no_zone": ({"timestamp": f"{DAY} 10:00:00.000000000"}, "time_zone_missing: ts"),
    "no_model": ({"modelId": ...}, "missing_value: model"),
    "no_tokens": (NO_TOKENS, "missing_value: input_tokens"),
    "no_output_tokens": ({"output": {"outputTokenCount": ...}}, "missing_value: output_tokens"),
    "tokens_in_words": ({"input": {"inputTokenCount": "many"}}, "wrong_type: input_tokens"),
    "half_a_token": ({"input": {"inputTokenCount": 1.5}}, "wrong_type: input_tokens"),
    "fewer_than_none": ({"input": {"inputTokenCount": -1}}, "out_of_range: input_tokens"),
    "too_many": (
        {"input": {"inputTokenCount": 2**63 - 1, "cacheReadInputTokenCount": 2**63 - 1}},
        "wrong_type: input_tokens",
    ),
}


def zipped(rows: list[Row]) -> bytes:
    return gzip.compress(lines(rows))


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Landed:
    """All of it, as it lies in a bucket: packed lines in a folder for each hour."""
    root = tmp_path_factory.mktemp("lake")
    put(root, "00/20260908T000101Z_calls.json.gz", zipped([logged(label, label) for label in CALLS]))
    put(root, "01/cases.json.gz", zipped([logged(label, **changes) for label, (changes, _) in CASES.items()]))
    put(root, "02/refused.json.gz", zipped([logged(label, **changes) for label, (changes, _) in REFUSED.items()]))
    put(root, "03/news.json.gz", zipped([logged("news", newField=1)]) + gzip.compress(b'{"cut": \n'))
    rows = [request(f"same {label}", messages=messages) for label, messages in SAID.items() if messages]
    put(root, "contract.jsonl", lines(rows))
    return land(root)


@pytest.mark.parametrize("label", CASES)
def test_mapped(landed: Landed, label: str) -> None:
    expected = CASES[label][1]
    assert {name: landed.by_id[label][name] for name in expected} == expected


@pytest.mark.parametrize("label", CALLED)
def test_called(landed: Landed, label: str) -> None:
    expected = CALLED[label]
    assert {name: landed.by_id[label][name] for name in expected} == expected


@pytest.mark.parametrize("label", SAID)
def test_a_conversation_is_the_same_in_every_body(landed: Landed, label: str) -> None:
    names = ("turns", "prompt_chars", "opening", "item", "conversation", "prefixes")
    same = landed.by_id[f"same {label}"] if SAID[label] else dict.fromkeys(names)
    assert {name: landed.by_id[label][name] for name in names} == {name: same[name] for name in names}


@pytest.mark.parametrize("label", REFUSED)
def test_refused(landed: Landed, label: str) -> None:
    place = ("02/refused.json.gz", list(REFUSED).index(label) + 1)
    assert landed.reasons.get(place) == REFUSED[label][1]


def test_every_row_is_accounted_for(landed: Landed) -> None:
    landed.settle(len(CALLS) + len(CASES) + len(REFUSED) + 2 + sum(bool(messages) for messages in SAID.values()))
    assert landed.reasons[("03/news.json.gz", 2)] == "invalid_json"
    assert landed.notes["rows_by_source"]["bedrock_invocations"] == len(CALLS) + len(CASES) + len(REFUSED) + 2


def test_only_the_new_field_is_told(landed: Landed) -> None:
    assert landed.notes["unknown_columns"] == {"bedrock_invocations column newField": 1}


def test_a_tag_of_the_operators_is_the_account_where_there_is_one(tmp_path: Path) -> None:
    tagged = {"requestMetadata": {"a/b~c": "acme", 'ten"ant': "other"}}
    put(tmp_path, "a.json.gz", zipped([logged("tagged", **tagged), logged("untagged"), logged("mine", "titan")]))
    assert _accounts(tmp_path, "a/b~c") == {"tagged": "acme", "untagged": ROLE, "mine": ROLE}
    assert _accounts(tmp_path, 'ten"ant')["tagged"] == "other"
    assert _accounts(tmp_path, "tenant")["mine"] == "acme"


def _accounts(root: Path, key: str) -> dict[str, Any]:
    return {name: row["account_id"] for name, row in land(root, bedrock_account_key=key).by_id.items()}


def test_a_name_in_an_identity_is_hidden_in_requests_as_in_accounts(tmp_path: Path) -> None:
    arn = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_01/jane@example.com"
    put(tmp_path, "a.json.gz", zipped([logged("r1", identity={"arn": arn})]))
    put_accounts(tmp_path, [account(arn)])
    landed = land(tmp_path)
    account_id = landed.by_id["r1"]["account_id"]
    assert "jane" not in account_id
    assert set(landed.accounts) == {account_id}


def test_bodies_kept_beside_the_log_are_no_requests(tmp_path: Path) -> None:
    """Large bodies lie in `data/` under each hour and are only in the way: no row, no text, and it is told."""
    put(tmp_path, "00/a.json.gz", zipped([logged("r1")]))
    put(tmp_path, "00/data/1_input.json.gz", gzip.compress(json.dumps(CALLS["anthropic"]["body"]).encode()))
    landed = land(tmp_path)
    assert list(landed.by_id) == ["r1"]
    assert landed.reasons == {("00/data/1_input.json.gz", 1): "missing_value: request_id"}
    assert ASK not in json.dumps(landed.quarantine)


def test_statuses_are_those_of_the_service(tmp_path: Path) -> None:
    session = pytest.importorskip("botocore.session").Session()
    service = session.get_service_model("bedrock-runtime")
    errors = {shape.name: shape.metadata["error"]["httpStatusCode"] for shape in service.error_shapes}
    put(tmp_path, "a.json.gz", zipped([logged(name, errorCode=name) for name in errors]))
    assert {name: row["status"] for name, row in land(tmp_path).by_id.items()} == errors


def test_recorded_calls_are_what_clients_send() -> None:
    for module in ("botocore", "anthropic"):
        pytest.importorskip(module)
    from tests.sources.bedrock_invocations import produce

    assert produce.calls() == list(CALLS.values())
