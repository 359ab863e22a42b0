-- joint_client_change. Sees: accounts that turned from one client to another on one day, for good, as a fleet does whose
-- operator renews its list of clients. Misses: refreshes at random, and clients that never change. Innocent: an image that a
-- firm rebuilds, a tool that updates itself: hence only against users of the same product. Evaded by: changing by turns.
-- One row for each group and product on the group's fullest day, chosen among `tries`: `inside` of the group's `cohort` of
-- users of the product, who were there before and since, changed that day, and `accounts` of the `population`.
with followed as (
    select account_id, dt, client <> lag(client) over account as turned,
           first(lower(regexp_extract(client, '^[^/ (]+'))) over account as product
    from account_days
    where client is not null and dt > getvariable('day') - interval 14 day
    window account as (partition by account_id order by dt)
),
spans as (
    select account_id, any_value(product) as product, min(dt) as since, max(dt) as until,
           -- Who goes to and fro has several clients.
           case when count(*) filter (where turned) = 1 then max(dt) filter (where turned) end as changed
    from followed group by account_id
),
days as (
    select distinct dt as day from followed
),
everyone as (
    select product, day, count(*) as population, count(*) filter (where changed = day) as accounts
    from spans join days on since < day and day <= until
    group by product, day
),
counted as (
    select group_id, product, day, count(*) as cohort, count(*) filter (where changed = day) as inside
    from cohorts join spans using (account_id) join days on since < day and day <= until
    where cohorts.family = 'network'
    group by group_id, product, day
),
fullest as (
    select group_id, day, sum(inside) as changed from counted group by group_id, day having sum(inside) >= 3
    qualify row_number() over (partition by group_id order by sum(inside) desc, day) = 1
)
select group_id, 'network' as family, 'joint_client_change' as signal, inside, cohort, accounts, population,
       (select count(*) from days) as tries
from fullest join counted using (group_id, day) join everyone using (product, day)
order by group_id, product
