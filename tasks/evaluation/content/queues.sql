-- The openings of the accounts of `dealt` and of a sample of everybody, one row for each prompt and bucket of its words.
-- Of each account the prompts of the smallest fingerprints, so that accounts that sent the same keep the same.
with sample as (
    select account_id from (select distinct account_id from requests where item = opening)
    order by hash(account_id), account_id limit getvariable('sampled_accounts')
),
looked_at as (
    select account_id from sample union select account_id from dealt
),
prompts as (
    select account_id, item, any_value(list_distinct(words) order by request_id) as buckets
    from requests semi join looked_at using (account_id)
    -- What opens a conversation is dealt out; what was refused is sent again, elsewhere. A word is nobody's task.
    where item = opening and status < 400 and len(words) >= 2
    group by account_id, item
    qualify row_number() over (partition by account_id order by item) <= getvariable('sampled_prompts')
),
enough as (
    from prompts qualify count(*) over (partition by account_id) >= getvariable('fewest_prompts')
),
numbered as (
    select account_id, item, buckets,
           dense_rank() over (order by account_id) - 1 as account,
           row_number() over (order by account_id, item) - 1 as prompt
    from enough
)
select account_id, account, prompt, item, unnest(buckets) as bucket,
       account_id in (select account_id from sample) as sampled
from numbered
order by prompt, bucket
