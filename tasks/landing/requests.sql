-- Requests that can be taken, as they are kept: ids made safe, addresses placed on the network map. What many rows share
-- is worked on once for a value and not once for a row. `ts` says which day a row belongs to.
with single as (
    select * from "taken landing/requests"
    where refused_for is null and rowid not in (select id from "duplicates landing/requests")
),
accounts_seen as (
    select account_id as landed, safe_id('account', account_id) as kept from (select distinct account_id from single)
),
keys_seen as (
    select api_key_id as landed, keyed_value('key', api_key_id) as kept from (select distinct api_key_id from single)
),
clients_seen as (
    select user_agent as landed, tidy(user_agent, 200) as kept from (select distinct user_agent from single)
),
prints_seen as (
    select tls_fingerprint as landed, word(tls_fingerprint, 100) as kept from (select distinct tls_fingerprint from single)
),
models_seen as (
    select model, operation, word(model, 100) as kept_model, word(operation, 50) as kept_operation
    from (select distinct model, operation from single)
)
select
    safe_id('request', single.request_id) as request_id, single.ts, accounts_seen.kept as account_id,
    keys_seen.kept as api_key_id, single.source,
    case when place.ip_version is not null then single.ip end as ip, place.network, place.asn, place.country, place.network_kind,
    clients_seen.kept as user_agent, prints_seen.kept as tls_fingerprint,
    models_seen.kept_model as model, models_seen.kept_operation as operation,
    single.tool_count, single.stream, single.input_tokens, single.output_tokens, single.status, single.latency_ms,
    single.turns, single.prompt_chars, single.opening, single.item, single.conversation, single.prefixes,
    single.conversation_chars, single.head, single.tail, single.words, single.asks_reasoning, single.asks_grading, single.has_code,
    single.capability
from single
left join accounts_seen on accounts_seen.landed = single.account_id
left join keys_seen on keys_seen.landed = single.api_key_id
left join clients_seen on clients_seen.landed = single.user_agent
left join prints_seen on prints_seen.landed = single.tls_fingerprint
left join models_seen on models_seen.model = single.model and models_seen.operation is not distinct from single.operation
left join places as place on place.ip = single.ip
