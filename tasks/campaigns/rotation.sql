-- Which way each account of a group went between two networks that others of the group use too, more often than back.
with used as (
    select cohorts.group_id, account_id, network, min(first_ts) as first_ts
    from contexts join cohorts using (account_id)
    where cohorts.family = 'network'
    group by cohorts.group_id, account_id, network, contexts.dt
),
common as (
    select *, min(account_id) over exit <> max(account_id) over exit as shared
    from used window exit as (partition by group_id, network)
),
moved as (
    select group_id, account_id, lag(network) over way as since, network
    from common where shared
    window way as (partition by group_id, account_id order by first_ts, network)
)
select group_id, account_id, least(since, network) as one, greatest(since, network) as other,
       sign(sum(case when since < network then 1 else -1 end))::bigint as way
from moved where since <> network
group by group_id, account_id, one, other
having sum(case when since < network then 1 else -1 end) <> 0
order by all
