-- LiteLLM_SpendLogs, to the contract's columns as text.
-- Columns as in LiteLLM 1.106.2 (litellm/proxy/schema.prisma), filled by get_logging_payload in litellm/proxy/
-- spend_tracking/spend_tracking_utils.py and, for failures, by litellm/proxy/hooks/proxy_track_cost_callback.py.
with logged as (
    select *,
        -- The columns are timestamp(3) without a zone, and LiteLLM writes UTC into them.
        startTime || case when regexp_matches(startTime, ':\d\d:\d\d(\.\d+)?$') then 'Z' else '' end as started,
        endTime || case when regexp_matches(endTime, ':\d\d:\d\d(\.\d+)?$') then 'Z' else '' end as ended,
        coalesce(nullif(status, ''), metadata.status) as outcome,
        coalesce(nullif(metadata.user_api_key_user_id, ''), nullif("user", ''), nullif(end_user, '')) as owner,
        coalesce(nullif(model_group, ''), nullif(model, '')) as asked_for,
        -- Where prompts are stored they stand in the body as the client sent it, in the form of its API.
        coalesce(nullif(proxy_server_request.prompt, ''), nullif(proxy_server_request.input, '')) as input
    from landed
),
said as (
    select *, coalesce(
        proxy_server_request.messages,
        case when input is null then null
             when starts_with(input, '[{') and json_valid(input) then from_json(
                 input, '[{"role": "VARCHAR", "content": "VARCHAR", "tool_calls": ["VARCHAR"], "type": "VARCHAR"}]')
             else list_transform(
                 case when starts_with(input, '["') and json_valid(input) then from_json(input, '["VARCHAR"]')
                      else [input] end,
                 lambda t: {'role': 'user', 'content': t, 'tool_calls': null::varchar[], 'type': null::varchar}) end,
        -- Filled for real-time sessions only.
        messages) as turns
    from logged
),
shown as (
    -- With turn_off_message_logging one message stands for all. (A client that writes it among others hides nothing.)
    select * replace (
        case when len(turns) <> 1 or turns[1].content is distinct from 'redacted-by-litellm' then turns end as turns),
        coalesce(proxy_server_request.system, proxy_server_request.instructions, '') as standing
    from said
)
select
    source_file, row_number, broken,
    -- An id of the Responses API holds an encrypted state and is longer than an id may be.
    case when length(request_id) > 256 then sha256(request_id) else request_id end as request_id,
    started as ts,
    -- The billing identity is the key's owner; a key without one is billed to itself.
    coalesce(owner, 'key-' || hashed(nullif(api_key, ''))) as account_id,
    nullif(api_key, '') as api_key_id,
    coalesce(nullif(requester_ip_address, ''), metadata.requester_ip_address) as ip,
    metadata.user_agent as user_agent,
    null::varchar as tls_fingerprint,
    asked_for as model,
    case when call_type in ('completion', 'acompletion', 'anthropic_messages', 'aanthropic_messages') then 'chat'
         when call_type in ('text_completion', 'atext_completion') then 'completion'
         when call_type in ('embedding', 'aembedding') then 'embeddings'
         when call_type in ('responses', 'aresponses') then 'responses'
         else nullif(call_type, '') end as operation,
    case when turns is not null then list_concat(
        -- Anthropic's and the Responses API keep the standing instruction apart.
        case when standing = '' then [] else [{'role': 'system', 'content': standing}] end,
        list_transform(
            list_filter(turns, lambda m: m.role is not null), lambda m: {'role': m.role, 'content': m.content})
        ) end as messages,
    -- Chat has them as roles and calls, the Responses API as items, Anthropic's as parts of a content.
    list_sum(list_transform(turns, lambda m:
        (coalesce(m.role, m.type, '') in ('tool', 'function_call', 'function_call_output'))::int
        + coalesce(len(m.tool_calls), 0)
        + case when starts_with(m.content, '[{')
               then len(regexp_extract_all(m.content, '"type": ?"tool_(use|result)"')) else 0 end))::varchar
        as tool_count,
    proxy_server_request.stream as stream,
    prompt_tokens as input_tokens,
    completion_tokens as output_tokens,
    case when outcome = 'success' then '200'
         when outcome = 'failure' then coalesce(try_cast(metadata.error_information.error_code as int)::varchar, '500')
         else outcome end as status,
    case when try_cast(ended as timestamptz) >= try_cast(started as timestamptz)
         then ((epoch_us(try_cast(ended as timestamptz)) - epoch_us(try_cast(started as timestamptz))) / 1000)::varchar
         end as latency_ms,
    -- No customer's request: LiteLLM's own calls (routers, judges) and health checks,
    coalesce(metadata.internal_call_origin, '') <> ''
        or coalesce(api_key in ('litellm-internal-health-check', sha256('litellm-internal-health-check')), false)
        -- lists of files and the like, which name no model, an earlier try of the same request,
        or (asked_for is null and not broken)
        or coalesce(regexp_matches(request_id, '-attempt-\d+$'), false)
        -- and callers without a key of this gateway.
        or coalesce(outcome = 'failure' and owner is null
                    and (coalesce(api_key, '') = '' or metadata.error_information.error_code = '401'), false)
        as left_out
from shown
