-- Clients and countries are counted by account first: few have several.
with ways as (
    select account_id, nullif(concat_ws(' ', user_agent, tls_fingerprint), '') as client, country, count(*) as requests
    from requests group by all
),
clients as (
    select account_id, max({'requests': requests, 'client': client}).client as client
    from (select account_id, client, sum(requests) as requests from ways where client is not null group by all)
    group by account_id
),
countries as (
    select account_id, max({'requests': requests, 'country': country}) as most
    from (select account_id, country, sum(requests)::bigint as requests from ways where country is not null group by all)
    group by account_id
),
summed as (
    select
        account_id,
        count(*) as requests,
        count(*) filter (where status = 429) as refused,
        count(*) filter (where status >= 400 and status <> 429) as failed,
        sum(input_tokens) as input_tokens,
        sum(output_tokens) as output_tokens,
        min(ts) as first_ts,
        max(ts) as last_ts,
        count(distinct hour(ts)) as hours,
        list_transform(range(24), lambda h: coalesce(map_extract_value(histogram(hour(ts)), h), 0)::int) as by_hour,
        count(distinct ip) as addresses,
        count(distinct model) as models,
        list_sort(list(distinct model)) as models_used,
        count(turns) as prompts,
        count(*) filter (where len(prefixes) > 0) as follow_ups,
        count(*) filter (where asks_reasoning) as reasoning_prompts,
        count(*) filter (where asks_grading) as grading_prompts,
        count(*) filter (where has_code) as code_prompts,
        count(*) filter (where tool_count > 0) as tool_requests,
        list_transform(getvariable('capabilities'), lambda name: coalesce(map_extract_value(histogram(capability), name), 0)::int)
            as by_capability
    from requests
    group by account_id
)
select summed.*, client, most.country as country, coalesce(most.requests, 0) as in_country
from summed left join clients using (account_id) left join countries using (account_id)
