-- How many accounts of each group show each kind of tie to others of it, and of those that could: who has no card can
-- share none. `of_one` have the value that most have, `several` more than one; `values` are shared for each account. Kinds
-- are `forming` that make groups, where together they hold half of this one in one part: pairs behind one address are but
-- pairs.
with tied as (
    select groups.group_id, ties.family, ties.signal, ties.value, ties.account_id, ties.forming,
           count(*) over (partition by groups.group_id, ties.signal, ties.value) as of_group
    from groups join ties using (account_id)
),
sizes as (
    select group_id, count(*) as accounts, count(everybody.payment) as paid
    from groups left join everybody using (account_id) group by group_id
),
largest as (
    select group_id, max(accounts) as formed
    from (
        select groups.group_id, formed.group_id as part, count(*) as accounts
        from groups join formed using (account_id) group by all
    )
    group by group_id
)
select tied.group_id, family, signal,
       bool_or(forming) and any_value(2 * coalesce(formed, 0) >= sizes.accounts) as forming,
       count(distinct account_id) as accounts,
       count(distinct account_id)
           / any_value(case when family = 'payment' then greatest(paid, sizes.accounts / 4) else sizes.accounts end) as share,
       max(of_group) / any_value(sizes.accounts) as of_one,
       count(distinct value) / any_value(sizes.accounts) as values,
       count(distinct account_id) filter (where values_shared >= 2) / any_value(sizes.accounts) as several
from (
    select *, count(*) over (partition by group_id, signal, account_id) as values_shared from tied where of_group >= 2
) as tied join sizes using (group_id) left join largest using (group_id)
group by tied.group_id, family, signal
