-- Requests that can be taken: one row an id (the earliest; the file's order decides between equals), ids made safe,
-- addresses placed on the network map.
with accepted as (
    select * from "taken landing/requests" where refused_for is null
),
repeated as (
    select request_id from accepted group by request_id having count(*) > 1
),
single as (
    select * from accepted where request_id not in (from repeated)
    union all
    select * from accepted where request_id in (from repeated)
    qualify row_number() over (partition by request_id order by ts, source_file, row_number) = 1
)
select
    safe_id('request', single.request_id) as request_id, single.ts, safe_id('account', single.account_id) as account_id,
    keyed_value('key', single.api_key_id) as api_key_id, single.source,
    case when place.ip_version is not null then single.ip end as ip, place.network, place.asn, place.country, place.network_kind,
    tidy(single.user_agent, 200) as user_agent, word(single.tls_fingerprint, 100) as tls_fingerprint,
    word(single.model, 100) as model, word(single.operation, 50) as operation,
    single.tool_count, single.stream, single.input_tokens, single.output_tokens, single.status, single.latency_ms,
    single.turns, single.prompt_chars, single.opening, single.item, single.conversation, single.prefixes,
    single.conversation_chars, single.head, single.tail, single.asks_reasoning, single.asks_grading, single.has_code
from single
left join places as place on place.ip = single.ip
