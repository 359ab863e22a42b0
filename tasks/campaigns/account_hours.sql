-- In which hours accounts were active, bit 0 for midnight: one row for each day of the fortnight of accounts that are to be
-- tested in their timing, and of as many others as tell what is usual.
with wanted as (
    select account_id from timed
    union
    from (select distinct account_id from account_days where dt > getvariable('day') - interval 14 day
          order by hash(account_id), account_id limit 50000)
)
select
    account_id, date_diff('day', getvariable('day') - interval 13 day, dt) as day,
    list_sum(list_transform(range(24), lambda h: case when by_hour[h + 1] > 0 then 1 << h else 0 end))::bigint as hours
from account_days join wanted using (account_id)
where dt > getvariable('day') - interval 14 day
order by all
