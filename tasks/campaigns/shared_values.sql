-- For each group and family, each value at work in the family's cohort: how many of the cohort's accounts (`inside`),
-- of how many in the cohort (`cohort`), of all that have it (`accounts`), of everybody (`population`), and among how many
-- values of its kind it was found (`tries`). Who was not active can have no address and no scaffold, and does not count.
with sizes as (
    select cohorts.family, group_id, count(*) as cohort
    from cohorts join everybody using (account_id)
    where active or cohorts.family in ('payment', 'identity')
    group by all having count(*) >= 2
),
populations as (
    select 'payment' as family, count(*) as population from everybody
    union all select 'identity', count(*) from everybody
    union all select unnest(['network', 'content']), count(*) from everybody where active
),
kinds as (
    select signal, count(distinct value) as tries from ties group by signal
)
select
    sizes.group_id, sizes.family, ties.signal, ties.value,
    count(*) as inside, any_value(sizes.cohort) as cohort, any_value(ties.accounts) as accounts,
    any_value(population) as population, any_value(tries) as tries
from sizes
join populations using (family)
join cohorts using (family, group_id)
join ties on ties.account_id = cohorts.account_id and ties.family = sizes.family
join kinds on kinds.signal = ties.signal
where ties.family <> 'timing'
group by sizes.group_id, sizes.family, ties.signal, ties.value
having count(*) >= 2
