-- What a person said last of each account, and from which day it counts.
with told as (
    select unnest(accounts) as account_id, campaign_id, scope, verdict, dt as given_on, given_at, verdict_id from verdicts
)
select account_id, campaign_id, scope, verdict, given_on from told
qualify row_number() over (partition by account_id order by given_on desc, given_at desc, verdict_id desc) = 1
