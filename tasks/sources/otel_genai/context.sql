-- What the spans of a day tell of the requests below them, and the log records that hold a request's messages: an
-- inference seldom names its account or address; the server's span above it does, often from another file.
-- Ids are kept as numbers, because there are many.
with span as (
    select unnest(flatten(flatten(list_transform(
        resourceSpans, lambda r: list_transform(r.scopeSpans, lambda s: s.spans)))), max_depth := 1) as span
    from landed
),
record as (
    select unnest(flatten(flatten(list_transform(
        resourceLogs, lambda r: list_transform(r.scopeLogs, lambda s: s.logRecords)))), max_depth := 1) as record
    from landed
),
named as (
    select
        span, coalesce(span.kind, '') in ('2', 'SPAN_KIND_SERVER') as server,
        list_transform(span.attributes, lambda a: a.key) as keys,
        list_transform(span.attributes, lambda a: coalesce(
            a.value.stringValue, a.value.intValue, a.value.doubleValue, a.value.boolValue,
            -- A captured header is a list of one.
            json_extract_string(if(json_valid(a.value.arrayValue), a.value.arrayValue, null), '$.values[0].stringValue')
        )) as vals
    from span
    where span is not null
),
answered as (
    select *, try_cast(coalesce(vals[list_position(keys, 'http.response.status_code')],
                                vals[list_position(keys, 'http.status_code')]) as int) as code
    from named
),
spoken as (
    select
        record,
        coalesce(record.eventName,
                 list_filter(record.attributes, lambda a: a.key = 'event.name')[1].value.stringValue) as event,
        list_filter(record.attributes, lambda a: a.key = 'gen_ai.input.messages')[1].value as messages
    from record
)
select
    try_cast('0x' || span.traceId as uhugeint) as trace_id,
    try_cast('0x' || span.spanId as ubigint) as span_id,
    try_cast('0x' || span.parentSpanId as ubigint) as parent_id,
    -- Spans of agents, tools and frameworks repeat what the inferences below them used.
    case coalesce(vals[list_position(keys, 'gen_ai.operation.name')], vals[list_position(keys, 'llm.request.type')],
                  vals[list_position(keys, 'openinference.span.kind')])
        when 'chat' then 'chat' when 'LLM' then 'chat' when 'acompletion' then 'chat'
        when 'generate_content' then 'generate_content'
        when 'text_completion' then 'completion' when 'completion' then 'completion'
        when 'atext_completion' then 'completion'
        when 'embeddings' then 'embeddings' when 'embedding' then 'embeddings' when 'EMBEDDING' then 'embeddings'
        when 'aembedding' then 'embeddings'
        when 'responses' then 'responses' when 'aresponses' then 'responses' end as operation,
    vals[list_position(keys, 'gen_ai.response.id')] as response_id,
    -- Where the settings name the account's attribute no other is taken for it: ids of two kinds would be mixed.
    -- A resource's `user.id` is whom the service runs as.
    if(getvariable('otel_account_attribute') is not null,
       nullif(vals[list_position(keys, getvariable('otel_account_attribute'))], ''),
       coalesce(nullif(vals[list_position(keys, 'user.id')], ''), nullif(vals[list_position(keys, 'enduser.id')], ''),
                nullif(vals[list_position(keys, 'user.hash')], ''),
                nullif(vals[list_position(keys, 'enduser.pseudo.id')], ''),
                nullif(vals[list_position(keys, 'traceloop.association.properties.user_id')], ''),
                nullif(vals[list_position(keys, 'litellm.metadata.user_api_key_user_id')], ''),
                nullif(vals[list_position(keys, 'metadata.user_api_key_user_id')], ''))) as account_id,
    coalesce(vals[list_position(keys, 'litellm.api_key.hash')],
             vals[list_position(keys, 'metadata.user_api_key_hash')]) as api_key_id,
    -- On a client's span the old `net.` names are the other side's.
    coalesce(nullif(vals[list_position(keys, 'client.address')], ''),
             if(server, coalesce(vals[list_position(keys, 'http.client_ip')],
                                 vals[list_position(keys, 'net.sock.peer.addr')],
                                 vals[list_position(keys, 'net.peer.ip')]), null)) as ip,
    if(server, coalesce(vals[list_position(keys, 'user_agent.original')],
                        vals[list_position(keys, 'http.user_agent')]), null) as user_agent,
    if(server, vals[list_position(keys, 'tls.client.ja3')], null) as tls_fingerprint,
    if(server and code >= 400, code, null) as failed_with,
    null as event, null as told_at, null as said
from answered
union all by name
select
    try_cast('0x' || record.traceId as uhugeint) as trace_id,
    try_cast('0x' || record.spanId as ubigint) as span_id,
    event,
    try_cast(coalesce(nullif(record.timeUnixNano, '0'), record.observedTimeUnixNano) as ubigint) as told_at,
    coalesce(messages.arrayValue, messages.stringValue, record.body.kvlistValue) as said
from spoken
where regexp_full_match(event, 'gen_ai\.((system|user|assistant|tool)\.message|client\.inference\.operation\.details)')
