-- Pairs of accounts inside the cohort that the other families make between which conversations were handed on, against
-- all such pairs of the window; `meetings` is how often two of those pairs have an account in common.
with pairs as (
    select distinct least(from_account, to_account) as one, greatest(from_account, to_account) as other from handoffs
),
degrees as (
    select count(*) as degree from (select unnest([one, other]) as account_id from pairs) group by account_id
),
sizes as (
    select group_id, count(*) as cohort from cohorts join everybody using (account_id)
    where family = 'timing' and active group by group_id having count(*) >= 3
)
select
    sizes.group_id, count(pairs.one) as inside, any_value(sizes.cohort) as cohort,
    (select count(*) from pairs) as pairs,
    (select coalesce(sum(degree * (degree - 1) / 2), 0)::bigint from degrees) as meetings,
    (select count(*) from everybody where active) as population
from sizes
join cohorts as first_one on first_one.group_id = sizes.group_id and first_one.family = 'timing'
left join pairs on pairs.one = first_one.account_id
    and pairs.other in (select account_id from cohorts where group_id = sizes.group_id and family = 'timing')
group by sizes.group_id
