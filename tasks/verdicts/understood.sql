-- Verdicts as given, each with the accounts that it speaks of: those named, else the campaign's members on the last day
-- on which it was published. What looks like contact details in free text is masked.
with last_days as (
    select campaign_id, max(dt) as dt from members group by campaign_id
),
latest as (
    select campaign_id, list(account_id order by account_id) as accounts
    from members join last_days using (campaign_id, dt) group by campaign_id
),
ever as (
    select campaign_id, list(distinct account_id) as accounts from members group by campaign_id
),
given_ids as (
    select *, list_sort(list_distinct(list_transform(named, lambda name: safe_id('account', name)))) as ids from given
)
select
    number, campaign_id,
    case when latest.accounts is not null then if(len(named) > 0, ids, latest.accounts) end as accounts,
    if(len(named) > 0, 'accounts', 'campaign') as scope, verdict,
    tidy(who, 100) as who, tidy(why, 500) as why,
    list_filter(ids, lambda id: not list_contains(ever.accounts, id)) as unknown,
    looks_personal(who) or masked_text(who) <> who as contact
from given_ids
left join latest using (campaign_id)
left join ever using (campaign_id)
