-- Uses of an account that are weighed against each other: its clients, over the window. Only of accounts that came with two
-- clients from two autonomous systems: other networks and another client are the least that a second life shows.
with moving as (
    select account_id from contexts
    group by account_id
    having min(asn) <> max(asn) and count(distinct (agent, tls_fingerprint)) between 2 and getvariable('most_cells')
),
systems as (
    select account_id, agent, tls_fingerprint, asn, sum(requests) as requests
    from contexts semi join moving using (account_id) group by all
),
homes as (
    select account_id, agent, tls_fingerprint, map(list(asn), list(requests / total)) as systems
    from (select *, sum(requests) over (partition by account_id, agent, tls_fingerprint) as total from systems)
    group by all
),
gathered as (
    select
        account_id, agent, tls_fingerprint,
        list_sort(list(distinct network)) as networks,
        sum(requests)::bigint as requests, count(distinct dt) as days,
        min(first_ts) as first_ts, max(last_ts) as last_ts,
        list_distinct(flatten(list(keys))) as keys, list_distinct(flatten(list(models))) as models,
        list_distinct(flatten(list(operations))) as operations, list_distinct(flatten(list(marks))) as marks,
        sum(prompts)::bigint as prompts, sum(scaffolded)::bigint as scaffolded,
        -- On how many days each of six parts of the day was used.
        [count(distinct dt) filter (where hours & 15 > 0), count(distinct dt) filter (where (hours >> 4) & 15 > 0),
         count(distinct dt) filter (where (hours >> 8) & 15 > 0), count(distinct dt) filter (where (hours >> 12) & 15 > 0),
         count(distinct dt) filter (where (hours >> 16) & 15 > 0), count(distinct dt) filter (where (hours >> 20) & 15 > 0)
        ] as parts,
        sum(requests * output_log) / sum(requests) as output_log, sum(requests * input_log) / sum(requests) as input_log,
        sum(requests * tool_share) / sum(requests) as tool_share, sum(requests * stream_share) / sum(requests) as stream_share,
        sum(requests * output_log_sd ** 2) / sum(requests) as output_var,
        sum(requests * input_log_sd ** 2) / sum(requests) as input_var
    from contexts semi join moving using (account_id)
    group by account_id, agent, tls_fingerprint
)
select gathered.*, homes.systems,
       row_number() over (order by gathered.account_id, first_ts, gathered.agent, gathered.tls_fingerprint) - 1 as cell
from gathered join homes on homes.account_id = gathered.account_id
    and homes.agent is not distinct from gathered.agent and homes.tls_fingerprint is not distinct from gathered.tls_fingerprint
