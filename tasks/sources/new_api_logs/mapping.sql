-- The `logs` table of new-api and one-api, to the contract's columns as text.
-- Columns as in new-api v1.0.0-rc.33 and one-api v0.6.10 and 8df4a26 (model/log.go); what `other` holds and which rows are no
-- request as in new-api's service/log_info_generate.go, text_quota.go, task_billing.go, violation_fee.go and
-- controller/relay.go, channel-test.go. `content` is never read: the error of an upstream may quote the prompt.
with logged as (
    select *,
        try_cast(type as integer) as kind,
        try_cast(created_at as double) as ended,
        -- new-api counts whole seconds, one-api milliseconds; 0 is also what nobody measured.
        coalesce(nullif(try_cast(use_time as double), 0), nullif(try_cast(elapsed_time as double), 0) / 1000) as seconds,
        coalesce(nullif(trim(request_id), ''), if(use_time is null, 'one-api-', 'new-api-') || id) as request,
        json_transform(case when json_valid(other) then other end, '{
            "status_code": "VARCHAR", "request_path": "VARCHAR", "task_id": "VARCHAR", "is_task": "VARCHAR",
            "claude": "VARCHAR", "cache_tokens": "VARCHAR", "cache_creation_tokens": "VARCHAR",
            "cache_write_tokens": "VARCHAR"}') as more
    from landed
),
-- Each channel that failed leaves an error under the request's one id, and so does the one that served it at last.
outcomes as (
    select *, row_number() over (
        partition by request
        order by kind = 2 desc, try_cast(id as bigint) desc,
                 -- Read twice, rows that tie must come in one order.
                 hash(user_id, created_at, type, token_id, token_name, model_name, prompt_tokens, completion_tokens, other)
    ) as place
    from logged
)
select
    source_file, row_number, broken,
    request as request_id,
    -- A row is written when its request ends. One that ran over midnight stays on the day that the gateway counts it to.
    coalesce(make_timestamptz(try_cast(
        1e6 * if(floor((ended - seconds) / 86400) = floor(ended / 86400), ended - seconds, ended) as bigint))::varchar,
        created_at) as ts,
    user_id as account_id,
    -- A token's name is its owner's choice, and one-api makes everybody one that is called `default`.
    coalesce(nullif(token_id, '0'), user_id || '/' || nullif(token_name, '')) as api_key_id,
    nullif(ip, '') as ip,
    null::varchar as user_agent,
    null::varchar as tls_fingerprint,
    model_name as model,
    case when regexp_matches(more.request_path, '/(chat/completions|messages)$|:(stream)?[gG]enerateContent$') then 'chat'
         when regexp_matches(more.request_path, '/completions$') then 'completion'
         when regexp_matches(more.request_path, '/embeddings$|:(batch)?[eE]mbedContents?$') then 'embeddings'
         when contains(more.request_path, '/responses') then 'responses'
         else nullif(regexp_extract(more.request_path, '^/v1/([a-z]+)', 1), '') end as operation,
    null::struct(role varchar, content varchar)[] as messages,
    null::varchar as tool_count,
    is_stream as stream,
    -- Counted the way of Anthropic's API, prompt tokens leave out what came from the cache or went into it.
    coalesce(case when more.claude = 'true' then (try_cast(prompt_tokens as bigint)
        + coalesce(try_cast(more.cache_tokens as bigint), 0)
        + coalesce(try_cast(more.cache_write_tokens as bigint), try_cast(more.cache_creation_tokens as bigint), 0))::varchar
        end, prompt_tokens) as input_tokens,
    completion_tokens as output_tokens,
    -- A fine for a refused prompt is logged as if it were served, with the status of the refusal.
    coalesce(more.status_code, if(kind = 2, '200', '500')) as status,
    (seconds * 1000)::varchar as latency_ms,
    not broken and (
        coalesce(kind, 0) not in (2, 5)
        -- In one-api, and in it alone, 5 is the gateway's own test of a channel; new-api's tests belong to no token.
        or (kind = 5 and use_time is null)
        or coalesce(try_cast(token_id as integer) = 0 and token_name = '模型测试', false)
        -- The price of a task is put right when it is done.
        or (more.task_id is not null and more.is_task is null)
        or (request is not null and place > 1)
    ) as left_out
from outcomes
