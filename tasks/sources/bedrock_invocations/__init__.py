"""Model-invocation logs of AWS Bedrock, as it writes them to S3: one object a call."""

from pathlib import Path

from tasks.contracts.landing import LANDING_REQUESTS
from tasks.sources.declaration import TEXT, Source

_BODY = {
    "system": TEXT,
    "messages": [{"role": TEXT, "content": TEXT, "tool_calls": [TEXT]}],
    "prompt": TEXT,
    "inputText": TEXT,
    "preamble": TEXT,
    "chat_history": [{"role": TEXT, "message": TEXT}],
    "message": TEXT,
}

SOURCE = Source(
    name="bedrock_invocations",
    table=LANDING_REQUESTS,
    folder=Path(__file__).parent,
    marks=frozenset({"schemaType", "requestId", "modelId"}),
    shape={
        "schemaType": TEXT,
        "timestamp": TEXT,
        "identity": {"arn": TEXT},
        "requestId": TEXT,
        "operation": TEXT,
        "modelId": TEXT,
        "errorCode": TEXT,
        "requestMetadata": TEXT,
        "input": {
            "inputBodyJson": _BODY,
            "inputTokenCount": TEXT,
            "cacheReadInputTokenCount": TEXT,
            "cacheWriteInputTokenCount": TEXT,
        },
        "output": {
            "outputBodyJson": {"metrics": {"latencyMs": TEXT}, "amazon-bedrock-guardrailAction": TEXT},
            "outputTokenCount": TEXT,
        },
    },
    keys=frozenset({"schemaVersion", "accountId", "region", "inferenceRegion", "performanceConfig", "status"}),
)
