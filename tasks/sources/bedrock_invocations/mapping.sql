-- AWS Bedrock model-invocation logs, to the contract's columns as text; a row of `landed` is one logged call.
-- Fields as in log schema 1.0: AWS's user guide (model-invocation-logging), events in elastic/integrations
-- (packages/aws_bedrock, data_stream/invocation) and panther-labs/panther-analysis (AWS.BedrockModelInvocation);
-- bodies and errors as in botocore 1.44 (data/bedrock-runtime/2023-09-30/service-2.json).
with calls as (
    select
        * replace (nullif(errorCode, '') as errorCode),
        identity.arn as caller,
        input.inputBodyJson as body,
        -- Models whose work is no text; the log need not count tokens of theirs.
        nullif(regexp_extract(lower(modelId), 'embed|image|canvas|reel|rerank|stability'), '') as wordless,
        -- Nor of a call that no model was asked for.
        nullif(errorCode, '') is not null or output.outputBodyJson."amazon-bedrock-guardrailAction" = 'INTERVENED' as stopped
    from landed
),
-- What was said, by family of models: messages (Converse, Anthropic, Nova, OpenAI, Mistral, AI21), Cohere's message
-- with its history, one prompt (Llama, Mistral, DeepSeek, older Claude), Titan's input.
said as (
    select
        *,
        case
            when wordless is not null then null
            when body.messages is not null then list_transform(
                body.messages,
                lambda m: {
                    'role': m.role, 'content': m.content,
                    'parts': case when starts_with(m.content, '[{') and json_valid(m.content) then m.content end,
                    'calls': coalesce(len(m.tool_calls), 0)
                })
            when body.message is not null then list_append(
                list_transform(
                    coalesce(body.chat_history, []),
                    lambda m: {
                        'role': if(lower(m.role) = 'chatbot', 'assistant', lower(m.role)), 'content': m.message,
                        'parts': null::varchar, 'calls': 0
                    }),
                {'role': 'user', 'content': body.message, 'parts': null, 'calls': 0})
            when coalesce(body.prompt, body.inputText) is not null
                then [{'role': 'user', 'content': coalesce(body.prompt, body.inputText), 'parts': null, 'calls': 0}]
        end as turns,
        nullif(coalesce(body.system, body.preamble), '[]') as instructions
    from calls
),
-- CloudTrail knows the client; a call may stand in more than one of its files.
seen as (
    from cloudtrail_context
    qualify row_number() over (partition by request_id order by ip nulls last, user_agent, api_key_id) = 1
)
select
    said.source_file, said.row_number, said.broken,
    said.requestId as request_id,
    said.timestamp as ts,
    -- A role's session is named by whoever takes the role, so the role is the account; only the sign-in of IAM Identity
    -- Center names its sessions itself, by the person. With a key from the settings the operator's own tag goes first.
    coalesce(
        nullif(json_extract_string(
            case when json_valid(said.requestMetadata) then said.requestMetadata end,
            '/' || replace(replace(getvariable('bedrock_account_key'), '~', '~0'), '/', '~1')), ''),
        case when contains(said.caller, ':assumed-role/AWSReservedSSO_') then said.caller
             else regexp_replace(said.caller, '^(arn:[^:]*:sts::[^:]*:assumed-role/[^/]+)/.*$', '\1') end) as account_id,
    seen.api_key_id,
    seen.ip,
    seen.user_agent,
    null::varchar as tls_fingerprint,
    regexp_replace(said.modelId, '^arn:[^/]*:((foundation-model|inference-profile)/)?', '') as model,
    case when said.wordless = 'embed' then 'embeddings'
         when said.wordless in ('image', 'canvas', 'stability') then 'images'
         when starts_with(said.operation, 'Converse') or said.body.messages is not null or said.body.message is not null
             then 'chat'
         when said.turns is not null then 'completion'
         else said.operation end as operation,
    list_transform(
        if(said.instructions is null, [], [{'role': 'system', 'content': said.instructions, 'parts': null, 'calls': 0}])
            || said.turns,
        lambda m: {
            'role': m.role,
            -- What a guardrail is to look at lies one level deeper than other text.
            'content': case
                when contains(m.parts, '"guardContent"') then array_to_string(
                    list_transform(
                        from_json(m.parts, '[{"text": "VARCHAR", "guardContent": {"text": {"text": "VARCHAR"}}}]'),
                        lambda p: coalesce(p.text, p.guardContent.text.text)), ' ')
                else m.content end
        }) as messages,
    list_sum(list_transform(
        said.turns,
        lambda m: m.calls + (m.role = 'tool')::int + coalesce(
            len(list_filter(
                from_json(m.parts, '[{"type": "VARCHAR", "toolUse": "VARCHAR", "toolResult": "VARCHAR"}]'),
                lambda p: p.type in ('tool_use', 'tool_result') or coalesce(p.toolUse, p.toolResult) is not null)),
            0)))::int::varchar as tool_count,
    (said.operation like '%Stream')::varchar as stream,
    -- `inputTokenCount` leaves out what the prompt cache had. What is no number stays as it is and is told.
    case when said.input.inputTokenCount is null then if(said.stopped or said.wordless is not null, '0', null)
         when try_cast(said.input.inputTokenCount as bigint)::varchar = said.input.inputTokenCount
             then (try_cast(said.input.inputTokenCount as bigint)::hugeint
                   + coalesce(try_cast(said.input.cacheReadInputTokenCount as bigint), 0)
                   + coalesce(try_cast(said.input.cacheWriteInputTokenCount as bigint), 0))::varchar
         else said.input.inputTokenCount end as input_tokens,
    coalesce(said.output.outputTokenCount, if(said.stopped or said.wordless is not null, '0', null)) as output_tokens,
    case when said.errorCode is null then '200'
         else coalesce(
             map {
                 'accessdenied': '403', 'conflict': '400', 'internalserver': '500', 'modelerror': '424',
                 'modelnotready': '429', 'modelstreamerror': '424', 'modeltimeout': '408', 'resourcenotfound': '404',
                 'servicequotaexceeded': '400', 'serviceunavailable': '503', 'throttling': '429', 'validation': '400'
             }[regexp_replace(lower(said.errorCode), 'exception$', '')], '500') end as status,
    -- Only Converse logs how long it took.
    said.output.outputBodyJson.metrics.latencyMs as latency_ms,
    false as left_out
from said
left join seen on seen.request_id = said.requestId
