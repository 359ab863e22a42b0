-- The newest backfills, what a person would want to know of each.
select strftime(started_at, '%Y-%m-%d %H:%M') as started, who, why, first_day, last_day, outcome,
       days_made, days_up_to_date, days_failed, days_planned
from backfills order by started_at desc, backfill_id limit 10
