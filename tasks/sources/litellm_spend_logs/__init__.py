"""LiteLLM's table `LiteLLM_SpendLogs`: one row a call, as exported from the proxy's Postgres."""

from pathlib import Path

from tasks.contracts.landing import LANDING_REQUESTS
from tasks.sources.declaration import TEXT, Source

_MESSAGES = [{"role": TEXT, "content": TEXT, "tool_calls": [TEXT], "type": TEXT}]

SOURCE = Source(
    name="litellm_spend_logs",
    table=LANDING_REQUESTS,
    folder=Path(__file__).parent,
    marks=frozenset({"request_id", "call_type", "api_key", "startTime"}),
    shape={
        "request_id": TEXT,
        "call_type": TEXT,
        "api_key": TEXT,
        "user": TEXT,
        "end_user": TEXT,
        "startTime": TEXT,
        "endTime": TEXT,
        "model": TEXT,
        "model_group": TEXT,
        "prompt_tokens": TEXT,
        "completion_tokens": TEXT,
        "requester_ip_address": TEXT,
        "status": TEXT,
        "metadata": {
            "user_api_key_user_id": TEXT,
            "requester_ip_address": TEXT,
            "user_agent": TEXT,
            "internal_call_origin": TEXT,
            "status": TEXT,
            "error_information": {"error_code": TEXT},
        },
        "messages": _MESSAGES,
        "proxy_server_request": {
            "messages": _MESSAGES,
            "input": TEXT,
            "prompt": TEXT,
            "system": TEXT,
            "instructions": TEXT,
            "stream": TEXT,
        },
    },
    keys=frozenset(
        [
            "agent_id",
            "api_base",
            "billing_agent_id",
            "cache_hit",
            "cache_key",
            "completionStartTime",
            "created_at",
            "custom_llm_provider",
            "litellm_call_id",
            "mcp_namespaced_tool_name",
            "model_id",
            "organization_id",
            "request_duration_ms",
            "request_tags",
            "response",
            "session_id",
            "spend",
            "team_id",
            "total_tokens",
            "updated_at",
        ]
    ),
)
