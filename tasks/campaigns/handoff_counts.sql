-- Hand-offs between pairs inside the cohort that the other families make, against all such pairs of the window.
with pairs as (
    select distinct least(from_account, to_account) as one, greatest(from_account, to_account) as other from handoffs
),
sizes as (
    select group_id, count(*) as cohort from cohorts join everybody using (account_id)
    where family = 'timing' and active group by group_id having count(*) >= 3
)
select
    sizes.group_id, count(pairs.one) as inside, any_value(sizes.cohort) as cohort,
    (select count(*) from pairs) as pairs, (select count(*) from everybody where active) as population
from sizes
join cohorts as first_one on first_one.group_id = sizes.group_id and first_one.family = 'timing'
left join pairs on pairs.one = first_one.account_id
    and pairs.other in (select account_id from cohorts where group_id = sizes.group_id and family = 'timing')
group by sizes.group_id
