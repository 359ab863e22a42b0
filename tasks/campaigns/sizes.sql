-- Each group's accounts, and whether those that were used up nearly all began within a day of each other, or of those at
-- their exit (`at_once`), as an event's do, or two events'; a farm's come one after another.
with placed as (
    select group_id, account_id, begun, value as place,
           count(*) over (partition by group_id, value) as there
    from groups join used_up using (account_id)
    left join (from ties where signal = 'shared_address') using (account_id) where burnt
),
begun as (
    select group_id, place, begun from placed
    qualify row_number() over (partition by group_id, account_id order by place is null, there desc, place) = 1
),
waves as (
    select group_id, place, count(*) as accounts, max(together) as wave, max(there) as wave_there
    from (
        select *,
               count(*) over (partition by group_id
                              order by begun range between current row and interval 1 day following) as together,
               count(*) over (partition by group_id, place
                              order by begun range between current row and interval 1 day following) as there
        from begun
    )
    group by group_id, place
),
gathered as (
    -- A few begin within a day of each other anywhere, and a farm has lots enough; events that met are two or three.
    select group_id, greatest(max(wave), coalesce(list_sum(list_reverse_sort(
               list(wave_there) filter (where wave_there >= 8 and place is not null))[:3]), 0)
           ) >= 0.8 * sum(accounts) as at_once
    from waves group by group_id
)
select group_id, count(*) as accounts, coalesce(any_value(at_once), false) as at_once
from groups left join gathered using (group_id) group by group_id
