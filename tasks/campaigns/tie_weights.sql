-- How well each account is tied to its group: each tie counts by its worth and by how much of the value is the group's
-- own, so that one who merely shares an address with it is no member.
with inside as (
    select groups.group_id, ties.account_id, ties.signal, ties.value,
           count(*) over (partition by groups.group_id, ties.signal, ties.value) as of_group, ties.accounts
    from groups join ties using (account_id)
),
-- Who was used up at two exits where nearly everybody was is one of a farm's; an event has one.
spent as (
    select group_id, account_id, count(*) over (partition by group_id, value) / accounts as strength
    from inside join used_up using (account_id) where signal = 'shared_address' and burnt and of_group >= 2
),
worth as (
    select group_id, account_id, 'levelled_credit' as signal, max(strength, 2)[2] as strength from spent
    group by group_id, account_id having count(*) >= 2
    union all
    select group_id, account_id, signal,
           -- Several scaffolds or addresses are one habit; several hand-offs are several events, up to three.
           case when signal = 'conversation_handoff' then least(3, count(*)) else max(of_group / accounts) end as strength
    from inside where of_group >= 2
    group by group_id, account_id, signal
)
select group_id, account_id, round(sum(strength * membership), 6) as weight
from worth join weights using (signal)
group by group_id, account_id
