-- One row for each account of `writers` with prompts enough to compare and each bucket of its words, over the window.
with asked as (
    from account_words semi join writers using (account_id)
),
per_bucket as (
    select account_id, unnest(buckets) as bucket, unnest(counts) as prompts from asked
),
accounts as (
    select account_id, sum(prompts)::bigint as prompts from asked
    group by account_id having sum(prompts) >= getvariable('least_prompts')
)
select dense_rank() over (order by account_id) - 1 as place, account_id, bucket,
       sum(per_bucket.prompts) / any_value(accounts.prompts) as share, any_value(accounts.prompts) as prompts
from per_bucket join accounts using (account_id)
group by account_id, bucket
order by account_id, bucket
