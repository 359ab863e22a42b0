-- The requests of a day, with what the mapping reads and no more: the rest of the stored body holds headers and e-mail
-- addresses. The bounds of the day are moments with their zone. (Index: "startTime".)
select
    request_id, call_type, api_key, "user", end_user, "startTime", "endTime", model, model_group,
    prompt_tokens, completion_tokens, requester_ip_address, status, messages,
    jsonb_build_object(
        'user_api_key_user_id', metadata -> 'user_api_key_user_id',
        'requester_ip_address', metadata -> 'requester_ip_address',
        'user_agent', metadata -> 'user_agent',
        'internal_call_origin', metadata -> 'internal_call_origin',
        'status', metadata -> 'status',
        'error_information', jsonb_build_object('error_code', metadata -> 'error_information' -> 'error_code')
    ) as metadata,
    jsonb_build_object(
        'messages', proxy_server_request -> 'messages',
        'input', proxy_server_request -> 'input',
        'prompt', proxy_server_request -> 'prompt',
        'system', proxy_server_request -> 'system',
        'instructions', proxy_server_request -> 'instructions',
        'stream', proxy_server_request -> 'stream'
    ) as proxy_server_request
from "LiteLLM_SpendLogs"
where "startTime" >= cast(:start as timestamptz) at time zone 'UTC'
    and "startTime" < cast(:end as timestamptz) at time zone 'UTC'
