"""Lines of Bedrock's log: real clients' request bodies (`produce.py`) in the record that AWS documents."""

import json
from pathlib import Path
from typing import Any

from tests.landing.build import DAY, Row

ROLE = "arn:aws:sts::111122223333:assumed-role/Gateway"
# Recorded once; made again by the test where its producers are installed.
RECORDED = [json.loads(line) for line in Path(__file__).with_name("calls.jsonl").read_text().splitlines()]
CALLS: dict[str, Row] = {call["label"]: call for call in RECORDED}


def logged(label: str, call: str = "converse", /, **changes: Any) -> Row:
    """What Bedrock logs of a recorded call, with `label` as the request's id; `changes` replace or add keys.

    A change of `input` or `output` is put into what stands there; the value `...` takes a key away.
    """
    made = CALLS[call]
    record = {
        "schemaType": "ModelInvocationLog",
        "schemaVersion": "1.0",
        "timestamp": f"{DAY}T10:00:00Z",
        "accountId": "111122223333",
        "identity": {"arn": f"{ROLE}/session-{label}"},
        "region": "us-east-1",
        "requestId": label,
        "operation": made["operation"],
        "modelId": made["modelId"],
        "input": {"inputContentType": "application/json", "inputBodyJson": made["body"], "inputTokenCount": 11},
        "output": {"outputContentType": "application/json", "outputBodyJson": {}, "outputTokenCount": 7},
    }
    record |= {"requestMetadata": made["requestMetadata"]} if made["requestMetadata"] else {}
    for name, value in changes.items():
        record[name] = record[name] | value if isinstance(value, dict) and name in record else value
    return _kept(record)


def _kept(value: Row) -> Row:
    return {
        name: _kept(each) if isinstance(each, dict) and name in ("input", "output") else each
        for name, each in value.items()
        if each is not ...
    }
