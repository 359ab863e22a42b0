-- LiteLLM StandardLoggingPayload (proxy callbacks, S3 logger), to the contract's columns as text.
-- Fields as in LiteLLM 1.106 (litellm/types/utils.py). `json` is one logged call.
with parsed as (
    select row_number, json, json_transform(json, '{
        "id": "VARCHAR", "call_type": "VARCHAR", "stream": "VARCHAR", "status": "VARCHAR",
        "startTime": "VARCHAR", "endTime": "VARCHAR", "model_parameters": {"stream": "VARCHAR"}, "model": "VARCHAR", "model_group": "VARCHAR",
        "prompt_tokens": "VARCHAR", "completion_tokens": "VARCHAR", "end_user": "VARCHAR",
        "requester_ip_address": "VARCHAR", "user_agent": "VARCHAR",
        "error_information": {"error_code": "VARCHAR"},
        "messages": [{"role": "VARCHAR", "content": "VARCHAR", "tool_calls": ["VARCHAR"]}],
        "metadata": {"user_api_key_user_id": "VARCHAR", "user_api_key_hash": "VARCHAR",
                     "requester_ip_address": "VARCHAR", "user_agent": "VARCHAR",
                     "internal_call_origin": "VARCHAR"}}') as p
    from landed
)
select
    row_number,
    p is null as broken,
    p.id as request_id,
    -- Epoch seconds as a float; what is no number stays as it is and is told as a wrong type.
    coalesce(make_timestamptz(try_cast(try_cast(p.startTime as double) * 1e6 as bigint))::varchar, p.startTime) as ts,
    -- The billing identity is the key's owner; a key without one is billed to itself.
    coalesce(nullif(p.metadata.user_api_key_user_id, ''), nullif(p.end_user, ''),
             'key-' || hashed(nullif(p.metadata.user_api_key_hash, ''))) as account_id,
    p.metadata.user_api_key_hash as api_key_id,
    coalesce(nullif(p.requester_ip_address, ''), p.metadata.requester_ip_address) as ip,
    coalesce(nullif(p.user_agent, ''), p.metadata.user_agent) as user_agent,
    null::varchar as tls_fingerprint,
    coalesce(nullif(p.model_group, ''), p.model) as model,
    case when p.call_type in ('completion', 'acompletion') then 'chat'
         when p.call_type in ('text_completion', 'atext_completion') then 'completion'
         when p.call_type in ('embedding', 'aembedding') then 'embeddings'
         when p.call_type = 'aresponses' then 'responses'
         else p.call_type end as operation,
    -- With turn_off_message_logging every text reads the same; that is no text at all.
    case when not list_contains(list_transform(p.messages, lambda m: m.content), 'redacted-by-litellm')
         then list_transform(p.messages, lambda m: {'role': m.role, 'content': m.content}) end as messages,
    list_sum(list_transform(p.messages, lambda m: (m.role = 'tool')::int + coalesce(len(m.tool_calls), 0)))::int::varchar
        as tool_count,
    -- `stream` is null on a plain call and unreliable on a refused one.
    coalesce(p.model_parameters.stream, p.stream) as stream,
    p.prompt_tokens as input_tokens,
    p.completion_tokens as output_tokens,
    case when p.status = 'success' then '200'
         when p.status = 'failure' then coalesce(try_cast(p.error_information.error_code as int)::varchar, '500')
         else p.status end as status,
    -- Of a streamed call `response_time` is the time to the first token, so the clocks are used.
    case when try_cast(p.endTime as double) >= try_cast(p.startTime as double)
         then ((try_cast(p.endTime as double) - try_cast(p.startTime as double)) * 1000)::varchar end as latency_ms,
    -- LiteLLM's own calls (routers, judges) are no customer's.
    coalesce(p.metadata.internal_call_origin, '') <> '' as left_out
from parsed
