-- Each group's accounts, and whether those that were used up nearly all began within a day of each other (`at_once`), as an
-- event's do; a farm's come one after another.
with begun as (
    select group_id, count(*) over (partition by group_id) as accounts,
           count(*) over (partition by group_id order by begun range between current row and interval 1 day following) as together
    from groups join used_up using (account_id) where burnt
),
gathered as (
    select group_id, max(together) >= 0.8 * any_value(accounts) as at_once from begun group by group_id
)
select group_id, count(*) as accounts, coalesce(any_value(at_once), false) as at_once
from groups left join gathered using (group_id) group by group_id
