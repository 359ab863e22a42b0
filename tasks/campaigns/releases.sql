-- Each model that came in the window, the accounts that were there before, and whether they turned to it within a day.
-- `stratum`: how much each did in those days, since whoever asks a lot has tried it sooner.
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
select model, account_id, bool_or(list_contains(models_used, model)) as turned,
       floor(log2(greatest(1, sum(requests))))::bigint as stratum
from released join account_days on dt between since - interval 1 day and since + interval 1 day
group by model, account_id
-- Who was not there before could not turn.
having min(dt) < any_value(since)
