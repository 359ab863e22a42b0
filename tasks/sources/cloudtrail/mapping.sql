-- CloudTrail log files: no row is a request. What they tell of calls to Bedrock is kept by `context.sql`.
select
    source_file, row_number, broken,
    null::varchar as request_id, null::varchar as ts, null::varchar as account_id, null::varchar as api_key_id,
    null::varchar as ip, null::varchar as user_agent, null::varchar as tls_fingerprint, null::varchar as model,
    null::varchar as operation, null::struct(role varchar, content varchar)[] as messages,
    null::varchar as tool_count, null::varchar as stream, null::varchar as input_tokens,
    null::varchar as output_tokens, null::varchar as status, null::varchar as latency_ms,
    not broken as left_out
from landed
