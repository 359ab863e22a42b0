"""LiteLLM's StandardLoggingPayload, as its callbacks and its S3 logger write it: one object a call."""

from pathlib import Path

from tasks.contracts.landing import LANDING_REQUESTS
from tasks.sources.declaration import TEXT, Source

SOURCE = Source(
    name="litellm_payload",
    table=LANDING_REQUESTS,
    folder=Path(__file__).parent,
    marks=frozenset({"id", "startTime", "metadata"}),
    shape={
        "id": TEXT,
        "call_type": TEXT,
        "stream": TEXT,
        "status": TEXT,
        "startTime": TEXT,
        "endTime": TEXT,
        "model_parameters": {"stream": TEXT},
        "model": TEXT,
        "model_group": TEXT,
        "prompt_tokens": TEXT,
        "completion_tokens": TEXT,
        "end_user": TEXT,
        "requester_ip_address": TEXT,
        "user_agent": TEXT,
        "error_information": {"error_code": TEXT},
        "messages": [{"role": TEXT, "content": TEXT, "tool_calls": [TEXT]}],
        "metadata": {
            "user_api_key_user_id": TEXT,
            "user_api_key_hash": TEXT,
            "requester_ip_address": TEXT,
            "user_agent": TEXT,
            "internal_call_origin": TEXT,
        },
    },
    keys=frozenset(
        [
            "api_base",
            "autorouter_baseline_observation",
            "autorouter_savings",
            "autorouter_savings_estimate",
            "cache_hit",
            "cache_key",
            "completionStartTime",
            "cost_breakdown",
            "custom_llm_provider",
            "error_str",
            "guardrail_information",
            "hidden_params",
            "litellm_call_id",
            "model_id",
            "model_map_information",
            "request_model_access_groups",
            "request_tags",
            "response",
            "response_cost",
            "response_cost_failure_debug_info",
            "response_time",
            "saved_cache_cost",
            "session_id",
            "standard_built_in_tools_params",
            "status_fields",
            "total_tokens",
            "trace_id",
            "zero_cost_diagnostic",
        ]
    ),
)
