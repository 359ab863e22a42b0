-- The sampled openings of accounts of each group and of a sample of everybody, a row for each prompt and bucket of its words.
with writing as (
    select account_id, count(distinct item) as prompts from openings group by account_id
    having count(distinct item) >= getvariable('fewest_prompts')
),
sample as (
    from writing order by hash(account_id), account_id limit getvariable('sampled_accounts')
),
members as (
    from groups semi join writing using (account_id)
    qualify row_number() over (partition by group_id order by hash(account_id), account_id) <= getvariable('sampled_members')
),
looked_at as (
    select account_id from sample union select account_id from members
),
prompts as (
    select account_id, item, any_value(words order by dt) as buckets
    from openings semi join looked_at using (account_id)
    group by account_id, item
    qualify row_number() over (partition by account_id order by item) <= getvariable('sampled_prompts')
),
numbered as (
    select account_id, item, buckets,
           dense_rank() over (order by account_id) - 1 as account,
           row_number() over (order by account_id, item) - 1 as prompt
    from prompts
)
select account_id, account, prompt, item, unnest(buckets) as bucket,
       account_id in (select account_id from sample) as sampled
from numbered
order by prompt, bucket
