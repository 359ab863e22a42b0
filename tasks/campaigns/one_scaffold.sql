-- Groups that hardly anybody but they share a value with, each nearly whole: one campaign that nothing else ties together.
with covered as (
    select groups.group_id, signal, value, count(*) as inside, any_value(ties.accounts) as accounts
    from ties join groups using (account_id)
    where family <> 'network' and signal <> 'shared_corpus'
    group by all
),
sizes as (
    select group_id, count(*) as accounts from groups group by group_id
)
select group_id as account_id, signal, value
from covered join sizes using (group_id)
where inside >= 0.8 * sizes.accounts
qualify sum(inside) over (partition by signal, value) >= 0.8 * covered.accounts
    and count(*) over (partition by signal, value) >= 2
