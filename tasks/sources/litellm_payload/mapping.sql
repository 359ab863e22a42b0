-- LiteLLM StandardLoggingPayload (proxy callbacks, S3 logger), to the contract's columns as text.
-- Fields as in LiteLLM 1.106 (litellm/types/utils.py); a row of `landed` is one logged call.
with shown as (
    -- With turn_off_message_logging one message stands for all. (A client that writes it among others hides nothing.)
    select * replace (
        case when len(messages) <> 1 or messages[1].content is distinct from 'redacted-by-litellm' then messages end
            as messages),
        coalesce(nullif(metadata.user_api_key_user_id, ''), nullif(end_user, '')) as owner,
        nullif(metadata.user_api_key_hash, '') as key_hash
    from landed
)
select
    source_file, row_number, broken,
    -- An id of the Responses API holds an encrypted state and is longer than an id may be.
    case when length(id) > 256 then sha256(id) else id end as request_id,
    -- Epoch seconds as a float; what is no number stays as it is and is told as a wrong type.
    coalesce(make_timestamptz(try_cast(try_cast(startTime as double) * 1e6 as bigint))::varchar, startTime) as ts,
    -- The billing identity is the key's owner; a key without one is billed to itself.
    coalesce(owner, 'key-' || hashed(key_hash)) as account_id,
    metadata.user_api_key_hash as api_key_id,
    coalesce(nullif(requester_ip_address, ''), metadata.requester_ip_address) as ip,
    coalesce(nullif(user_agent, ''), metadata.user_agent) as user_agent,
    null::varchar as tls_fingerprint,
    coalesce(nullif(model_group, ''), model) as model,
    case when call_type in ('completion', 'acompletion', 'anthropic_messages', 'aanthropic_messages') then 'chat'
         when call_type in ('text_completion', 'atext_completion') then 'completion'
         when call_type in ('embedding', 'aembedding') then 'embeddings'
         when call_type in ('responses', 'aresponses') then 'responses'
         else call_type end as operation,
    list_transform(messages, lambda m: {'role': m.role, 'content': m.content}) as messages,
    list_sum(list_transform(messages, lambda m: (m.role = 'tool')::int + coalesce(len(m.tool_calls), 0)))::int::varchar
        as tool_count,
    -- `stream` is null on a plain call and unreliable on a refused one.
    coalesce(model_parameters.stream, stream) as stream,
    prompt_tokens as input_tokens,
    completion_tokens as output_tokens,
    case when status = 'success' then '200'
         when status = 'failure' then coalesce(try_cast(error_information.error_code as int)::varchar, '500')
         else status end as status,
    -- Of a streamed call `response_time` is the time to the first token, so the clocks are used.
    case when try_cast(endTime as double) >= try_cast(startTime as double)
         then ((try_cast(endTime as double) - try_cast(startTime as double)) * 1000)::varchar end as latency_ms,
    -- No customer's request: LiteLLM's own calls (routers, judges) and health checks,
    coalesce(metadata.internal_call_origin, '') <> ''
        or coalesce(key_hash in ('litellm-internal-health-check', sha256('litellm-internal-health-check')), false)
        -- lists of files and the like, which name no model,
        or (coalesce(nullif(model_group, ''), nullif(model, '')) is null and id is not null)
        -- and callers without a key, or with one that this gateway does not know.
        or coalesce(status = 'failure' and owner is null
            and coalesce(key_hash is null or error_information.error_code = '401', true), false) as left_out
from shown
