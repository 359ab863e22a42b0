-- How many families of the kinds of ties that speak for a group each of its accounts shows itself, to others of the group
-- (`families`), and how many of them are more than a shared address (`own`), which strangers have too. Where nearly all hand
-- conversations on, whoever doesn't and shares neither payer nor identity with one who does has nothing of his own: an event
-- round the same scaffold, on machines that it lends.
with told as (
    select groups.group_id, groups.account_id, ties.family, ties.signal, ties.value
    from groups join ties using (account_id) join speaking using (group_id, signal)
    qualify count(*) over (partition by groups.group_id, ties.signal, ties.value) >= 2
),
handing as (
    select distinct group_id, account_id from told where signal = 'conversation_handoff'
),
most as (
    select group_id from groups left join handing using (group_id, account_id)
    group by group_id having count(handing.account_id) >= 0.8 * count(*)
),
theirs as (
    select distinct group_id, signal, value from told join handing using (group_id, account_id)
    where family in ('identity', 'payment')
),
near as (
    from handing
    union
    select group_id, account_id from told join theirs using (group_id, signal, value)
)
select group_id, groups.account_id, count(distinct family) as families,
       if(group_id in (from most) and any_value(near.account_id) is null, 0,
          count(distinct family) filter (where family <> 'network')) as own
from groups left join told using (group_id, account_id) left join near using (group_id, account_id)
where group_id in (select group_id from speaking)
group by group_id, groups.account_id
