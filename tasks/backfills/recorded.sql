-- The day's backfills with the newest that is known of each. One that never said how it ended died: only one writes.
select * exclude (dt) replace (if(outcome = 'running', 'stopped', outcome) as outcome)
from backfills where backfill_id <> (select backfill_id from noted)
union all by name
select * replace (tidy(who, 100) as who, tidy(why, 500) as why, left(message, 2000) as message) from noted
