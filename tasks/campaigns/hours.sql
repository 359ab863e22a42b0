-- In how many account-hours of the fortnight each group was active, and everybody (group_id null): hour 0 is the first of
-- the window's first day.
with active as (
    select account_id, date_diff('day', getvariable('day') - interval 13 day, dt) * 24 + unnest(range(24)) as hour,
           unnest(by_hour) > 0 as active
    from account_days where dt > getvariable('day') - interval 14 day
)
select group_id, hour, count(*) as accounts
from active left join timed using (account_id)
where active
group by grouping sets ((group_id, hour), (hour))
having grouping(group_id) = 1 or group_id is not null
order by all
