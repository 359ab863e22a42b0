-- How many families of the kinds of ties that speak for a group each of its accounts shows itself, to others of the group
-- (`families`), and how many of them are more than a shared address (`own`), which strangers have too.
with told as (
    select groups.group_id, groups.account_id, ties.family
    from groups join ties using (account_id) join speaking using (group_id, signal)
    qualify count(*) over (partition by groups.group_id, ties.signal, ties.value) >= 2
)
select group_id, groups.account_id, count(distinct family) as families,
       count(distinct family) filter (where family <> 'network') as own
from groups left join told using (group_id, account_id)
where group_id in (select group_id from speaking)
group by group_id, groups.account_id
