-- Each account's day by network and client. What many requests share is counted first, so that lists are made of few rows.
with agents as (
    -- The expression is worked out once for a client and not once for a request.
    select user_agent, agent_of(user_agent) as agent from (select distinct user_agent from requests)
),
counted as (
    select
        account_id, network, asn, agent, tls_fingerprint, ip, api_key_id, model, operation,
        count(*) as requests, min(ts) as first_ts, max(ts) as last_ts, bit_or(1 << hour(ts)) as hours, count(turns) as prompts,
        sum(ln(1 + output_tokens)) as written, sum(ln(1 + output_tokens) ** 2) as written_squares,
        sum(ln(1 + input_tokens)) as read, sum(ln(1 + input_tokens) ** 2) as read_squares,
        count(*) filter (where tool_count > 0) as tools, count(*) filter (where stream) as streamed
    from requests left join agents on agents.user_agent is not distinct from requests.user_agent
    -- A refusal says nothing of how its sender writes, and an address inside nothing of where he is.
    where asn is not null and status < 400
    group by all
),
marked as (
    select account_id, network, agent, tls_fingerprint, unnest([
        {'mark': 'head:' || printf('%016x', head), 'head': true},
        {'mark': 'tail:' || printf('%016x', tail), 'head': false}], recursive := true), item
    from requests left join agents on agents.user_agent is not distinct from requests.user_agent
    where asn is not null and status < 400 and head is not null
),
marks as (
    select account_id, network, agent, tls_fingerprint, mark, head, count(*) as uses, count(distinct item) as items
    from marked where mark is not null group by all
),
scaffolds as (
    select account_id, network, agent, tls_fingerprint,
           list_slice(list(mark order by uses desc, mark), 1, 16) as marks,
           coalesce(sum(uses) filter (where head), 0) as scaffolded
    from marks where items >= 2 group by all
),
summed as (
    select
        account_id, network, min(asn) as asn, agent, tls_fingerprint,
        sum(requests)::bigint as requests, min(first_ts) as first_ts, max(last_ts) as last_ts, bit_or(hours)::integer as hours,
        -- One IPv6 customer has a whole network, so its /48 stands for the address.
        list_slice(list_sort(list(distinct case when contains(ip, ':') then network else ip end)), 1, 16) as addresses,
        list_slice(list_sort(coalesce(list(distinct api_key_id) filter (where api_key_id is not null), [])), 1, 16) as keys,
        list_slice(list_sort(list(distinct model)), 1, 16) as models,
        list_slice(list_sort(coalesce(list(distinct operation) filter (where operation is not null), [])), 1, 16) as operations,
        sum(prompts)::bigint as prompts,
        sum(written) / sum(requests) as output_log, sum(written_squares) / sum(requests) as output_squares,
        sum(read) / sum(requests) as input_log, sum(read_squares) / sum(requests) as input_squares,
        sum(tools) / sum(requests) as tool_share, sum(streamed) / sum(requests) as stream_share
    from counted group by account_id, network, agent, tls_fingerprint
)
select
    summed.* exclude (output_squares, input_squares, output_log, input_log, tool_share, stream_share),
    coalesce(marks, []) as marks, coalesce(scaffolded, 0)::bigint as scaffolded,
    round(output_log, 6) as output_log, round(input_log, 6) as input_log,
    -- What is left of two sums that are alike is mostly their rounding.
    round(sqrt(round(greatest(0, output_squares - output_log ** 2), 9)), 6) as output_log_sd,
    round(sqrt(round(greatest(0, input_squares - input_log ** 2), 9)), 6) as input_log_sd,
    round(tool_share, 6) as tool_share, round(stream_share, 6) as stream_share
from summed left join scaffolds
    on scaffolds.account_id = summed.account_id and scaffolds.network = summed.network
   and scaffolds.agent is not distinct from summed.agent
   and scaffolds.tls_fingerprint is not distinct from summed.tls_fingerprint
