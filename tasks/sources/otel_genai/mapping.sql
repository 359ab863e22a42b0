-- OpenTelemetry GenAI spans (OTLP JSON lines, as the Collector's file exporter writes them) to the contract's columns.
-- Names of v1.27 to v1.41 of open-telemetry/semantic-conventions (docs/gen-ai/gen-ai-spans.md, gen-ai-events.md; the
-- old ones in model/gen-ai/deprecated) and of semantic-conventions-genai (model/gen-ai/registry.yaml), which goes on
-- from there; OpenLLMetry 0.40 to 0.62 (opentelemetry-semantic-conventions-ai), OpenInference 0.1 (semconv/trace),
-- LiteLLM 1.106 (integrations/otel/model/semconv.py). OTLP as in the Collector's pdata (generated_proto_span.go).
with recursive line as (
    select
        source_file, row_number, broken,
        resourceSpans is not null or resourceLogs is not null or resourceMetrics is not null as otlp,
        flatten(flatten(list_transform(
            resourceSpans, lambda r: list_transform(r.scopeSpans, lambda s: s.spans)))) as spans,
        greatest(1, coalesce(len(spans), 0)) as rows
    from landed
),
-- A row is a span: it is numbered by its place in the file, of which a line holds many.
before as (
    select
        source_file, row_number,
        coalesce(sum(rows) over (
            partition by source_file order by row_number rows between unbounded preceding and 1 preceding), 0) as rows
    from line
    where row_number is not null
),
span as (
    select
        source_file, before.rows + unnest(range(1, line.rows + 1)) as row_number, broken, otlp,
        unnest(if(len(spans) > 0, spans, [null]), max_depth := 1) as span
    from line
    left join before using (source_file, row_number)
),
-- Attributes are a list; a key may stand in it twice, which no map allows.
named as (
    select
        *, list_transform(span.attributes, lambda a: a.key) as keys,
        coalesce(list_has_any(keys, ['gen_ai.operation.name', 'llm.request.type', 'openinference.span.kind']), false) as genai,
        case when genai then list_transform(span.attributes, lambda a: coalesce(
            a.value.stringValue, a.value.intValue, a.value.doubleValue, a.value.boolValue, a.value.arrayValue)) end as vals,
        try_cast('0x' || span.traceId as uhugeint) as trace_id, try_cast('0x' || span.spanId as ubigint) as span_id,
    from span
),
asked as (
    select
        *, vals[list_position(keys, 'error.type')] as error,
        coalesce(span.status.code, '') in ('2', 'STATUS_CODE_ERROR') or error is not null as failed,
        coalesce(vals[list_position(keys, 'llm.invocation_parameters')],
                 vals[list_position(keys, 'embedding.invocation_parameters')]) as written,
        if(json_valid(written), written, null) as parameters
    from named
),
context as (from otel_genai_context union all from otel_logs_context),
-- A span may be delivered twice.
told as materialized (
    select
        trace_id, span_id, max(parent_id) as parent_id, max(operation) as operation, max(response_id) as response_id,
        max(account_id) as account_id, max(api_key_id) as api_key_id, max(ip) as ip, max(user_agent) as user_agent,
        max(tls_fingerprint) as tls_fingerprint, max(failed_with) as failed_with
    from context
    where event is null
    group by trace_id, span_id
),
-- From an inference upwards, as far as spans were landed: the nearest account; the address and client that the
-- outermost server saw, but none of another account's request, which a forged `traceparent` may name as the parent.
above using key (trace_id, span_id) as (
    select *, parent_id as next, 1 as steps, false as nested from told where operation is not null
    union
    select
        below.trace_id, below.span_id, below.parent_id, below.operation, below.response_id,
        coalesce(below.account_id, told.account_id), coalesce(below.api_key_id, told.api_key_id),
        coalesce(told.ip, below.ip), coalesce(told.user_agent, below.user_agent),
        coalesce(told.tls_fingerprint, below.tls_fingerprint), coalesce(below.failed_with, told.failed_with),
        told.parent_id, steps + 1,
        -- Two instrumentations may tell of one call. Some name no response, nor does a call that failed.
        nested or told.operation is not null and coalesce(told.response_id = below.response_id, steps = 1)
    from above as below
    join told on told.trace_id = below.trace_id and told.span_id = below.next
    where steps < 64 and coalesce(told.account_id = below.account_id, true)
),
-- Where a span on the way up is missing, or the account stands beside the way, what the whole trace agrees on.
beside as (
    select
        trace_id, if(min(account_id) = max(account_id), min(account_id), null) as account_id,
        if(min(api_key_id) = max(api_key_id), min(api_key_id), null) as api_key_id,
        if(min(ip) = max(ip), min(ip), null) as ip,
        if(min(user_agent) = max(user_agent), min(user_agent), null) as user_agent
    from told
    group by trace_id
),
heard as (
    select trace_id, span_id, flatten(list(otel_heard(event, said) order by told_at, said)) as messages
    from (select distinct trace_id, span_id, event, told_at, said from context where event is not null)
    group by trace_id, span_id
),
worded as (
    select
        asked.*, above, beside,
        case when above.operation is not null then coalesce(
            otel_said(vals[list_position(keys, 'gen_ai.input.messages')]),
            otel_flat(keys, vals, 'gen_ai.prompt.', '.'), otel_flat(keys, vals, 'llm.input_messages.', '.message.'),
            otel_json(vals[list_position(keys, 'gen_ai.prompt')]), otel_events(span.events), heard.messages) end as said,
        otel_instructions(vals[list_position(keys, 'gen_ai.system_instructions')]) as instructions
    from asked
    left join above on above.trace_id = asked.trace_id and above.span_id = asked.span_id
    left join beside on beside.trace_id = asked.trace_id
    left join heard on heard.trace_id = asked.trace_id and heard.span_id = asked.span_id
)
select
    source_file, row_number::bigint as row_number, broken,
    -- `gen_ai.response.id` comes again with every answer from a cache.
    lower(span.traceId) || '-' || lower(span.spanId) as request_id,
    coalesce(strftime(make_timestamp((try_cast(span.startTimeUnixNano as ubigint) // 1000)::bigint),
                      '%Y-%m-%dT%H:%M:%S.%fZ'), span.startTimeUnixNano) as ts,
    coalesce(above.account_id, beside.account_id) as account_id,
    hashed(coalesce(above.api_key_id, beside.api_key_id)) as api_key_id,
    coalesce(above.ip, beside.ip) as ip,
    coalesce(above.user_agent, beside.user_agent) as user_agent,
    above.tls_fingerprint as tls_fingerprint,
    coalesce(vals[list_position(keys, 'gen_ai.request.model')], json_extract_string(parameters, '$.model'),
             vals[list_position(keys, 'llm.model_name')], vals[list_position(keys, 'embedding.model_name')],
             vals[list_position(keys, 'gen_ai.response.model')]) as model,
    above.operation as operation,
    list_transform(list_concat(instructions, said), lambda m: {'role': m.role, 'content': m.content}) as messages,
    list_sum(list_transform(said, lambda m: m.tools))::bigint::varchar as tool_count,
    coalesce(vals[list_position(keys, 'gen_ai.request.stream')], vals[list_position(keys, 'gen_ai.is_streaming')],
             vals[list_position(keys, 'llm.is_streaming')], vals[list_position(keys, 'litellm.request.streaming')],
             json_extract_string(parameters, '$.stream')) as stream,
    -- A call that failed used no tokens, an embedding writes none.
    coalesce(vals[list_position(keys, 'gen_ai.usage.input_tokens')],
             vals[list_position(keys, 'gen_ai.usage.prompt_tokens')],
             vals[list_position(keys, 'llm.token_count.prompt')], if(failed, '0', null)) as input_tokens,
    coalesce(vals[list_position(keys, 'gen_ai.usage.output_tokens')],
             vals[list_position(keys, 'gen_ai.usage.completion_tokens')],
             vals[list_position(keys, 'llm.token_count.completion')],
             if(failed or above.operation = 'embeddings', '0', null)) as output_tokens,
    -- An error's type is a status, a word or the name of a class; the server above answered with a status.
    case when not failed then '200'
         else coalesce(if(try_cast(error as int) between 400 and 599, error, null), above.failed_with::varchar,
                       if(error ilike '%ratelimit%', '429', null), if(error ilike '%timeout%', '504', null), '500')
    end as status,
    case when try_cast(span.endTimeUnixNano as ubigint) >= try_cast(span.startTimeUnixNano as ubigint)
         then ((span.endTimeUnixNano::ubigint - span.startTimeUnixNano::ubigint) / 1e6)::varchar end as latency_ms,
    case when span is null then otlp
         -- One whose ids are none cannot be looked up; it is told of.
         else not genai or coalesce(above.nested, above.operation is null and trace_id is not null and span_id is not null)
    end as left_out
from worded
