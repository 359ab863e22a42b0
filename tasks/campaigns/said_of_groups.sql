-- How many accounts of each group stand confirmed and how many were cleared with their campaign.
select
    group_id, count(*) as accounts, count(*) filter (where verdict = 'confirmed') as confirmed,
    count(*) filter (where verdict = 'cleared') as cleared,
    max(given_on) filter (where verdict = 'cleared')::varchar as cleared_on
from groups left join standing using (account_id)
group by group_id
