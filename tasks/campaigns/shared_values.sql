-- For each group and family, each value at work in the family's cohort: how many of the cohort's accounts (`inside`),
-- of how many in the cohort (`cohort`), of all that have it (`accounts`), of everybody (`population`).
with population as (
    select count(*) as population from everybody
),
sizes as (
    select family, group_id, count(*) as cohort from cohorts group by all having count(*) >= 2
)
select
    sizes.group_id, sizes.family, ties.signal, ties.value,
    count(*) as inside, any_value(sizes.cohort) as cohort, any_value(ties.accounts) as accounts,
    any_value(population) as population
from sizes
join cohorts using (family, group_id)
join ties on ties.account_id = cohorts.account_id and ties.family = sizes.family
cross join population
where ties.family <> 'timing'
group by sizes.group_id, sizes.family, ties.signal, ties.value
having count(*) >= 2
