-- What people said, as findings of the campaigns that are published: of their accounts, and of those left out of them.
with said as (
    select campaign_id, account_id from belongs
    union
    select named.campaign_id, groups.account_id from named join groups using (group_id)
)
select
    said.campaign_id, 'verdict' as family, verdict = 'confirmed' as supports,
    case verdict when 'confirmed' then 'human_verdict' when 'unsure' then 'human_doubt' else 'human_clearance' end
        as signal,
    count(*) as statistic, null as p_value, count(*) as accounts,
    case verdict
        when 'confirmed' then count(*) || ' of its accounts were confirmed by a person'
        when 'unsure' then 'a person looked at ' || count(*) || ' of its accounts and was unsure'
        else count(*) || ' accounts tied to it were cleared by a person and are left out'
    end || ', last on ' || max(given_on) as summary
from said join standing using (account_id)
group by said.campaign_id, verdict
