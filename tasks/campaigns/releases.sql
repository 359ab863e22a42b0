-- Of each model that came in the window, the accounts that were there before, and whether they turned to it within a day.
with used as (
    select account_id, dt, unnest(models_used) as model from account_days
    where dt > getvariable('day') - interval 14 day
),
released as (
    select model, min(dt) as since from used group by model
    having min(dt) > (select min(dt) from used)
        -- A name that a few send by mistake is no release.
        and count(distinct account_id) >= 0.02 * (select count(distinct account_id) from used)
)
select released.model, account_id, bool_or(used.model = released.model) as turned
from released join used on used.dt between released.since - interval 1 day and released.since + interval 1 day
group by released.model, account_id
-- Who was not there before could not turn.
having min(used.dt) < any_value(released.since)
