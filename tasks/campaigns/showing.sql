-- How many accounts of each group show each kind of tie to others of it, and of those that could: who has no card can
-- share none.
with tied as (
    select groups.group_id, ties.family, ties.signal, ties.account_id, ties.forming,
           count(*) over (partition by groups.group_id, ties.signal, ties.value) as of_group
    from groups join ties using (account_id)
),
sizes as (
    select group_id, count(*) as accounts, count(everybody.payment) as paid
    from groups left join everybody using (account_id) group by group_id
)
select tied.group_id, family, signal, bool_or(forming) as forming, count(distinct account_id) as accounts,
       count(distinct account_id)
           / any_value(case when family = 'payment' then greatest(paid, sizes.accounts / 4) else sizes.accounts end) as share
from tied join sizes using (group_id)
where of_group >= 2
group by tied.group_id, family, signal
