-- A prompt sent twice is one prompt.
with asked as (
    select account_id, item, any_value(words order by request_id) as words from requests
    where len(words) > 0 group by account_id, item
),
prompts as (
    select account_id, count(*) as prompts, list_sort(list(item))[:32] as items from asked group by account_id
),
counted as (
    select account_id, bucket, count(*)::int as prompts
    from (select account_id, unnest(list_distinct(words)) as bucket from asked)
    group by account_id, bucket
)
select account_id, any_value(prompts.prompts) as prompts,
       list(bucket order by bucket) as buckets, list(counted.prompts order by bucket) as counts,
       any_value(prompts.items) as items
from counted join prompts using (account_id)
group by account_id
