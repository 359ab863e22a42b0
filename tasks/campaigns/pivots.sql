-- joint_pivot. Sees: accounts that turn to a new model within a day of its first use by anyone, as one hand that follows
-- releases does. Misses: windows without a release. Innocent: whoever is curious, a tool that changes its default. Evaded by:
-- turning to it by and by. Everybody turns on release day: a group has to do so more than others that were there.
with used as (
    select account_id, dt, unnest(models_used) as model from account_days
    where dt > getvariable('day') - interval 14 day
),
released as (
    select model, min(dt) as since from used group by model
    having min(dt) > (select min(dt) from used)
        -- A name that a few send by mistake is no release.
        and count(distinct account_id) >= 0.02 * (select count(distinct account_id) from used)
),
there as (
    select released.model, account_id, bool_or(used.model = released.model) as turned
    from released join used on used.dt between released.since - interval 1 day and released.since + interval 1 day
    group by released.model, account_id
    -- Who was not there before could not turn.
    having min(used.dt) < any_value(released.since)
),
everyone as (
    select model, count(*) as population, count(*) filter (where turned) as accounts,
           count(*) over () as models
    from there group by model
),
counted as (
    select timed.group_id, there.model, count(*) filter (where turned) as inside, count(*) as cohort,
           any_value(everyone.accounts) as accounts, any_value(everyone.population) as population,
           any_value(everyone.models) as tries
    from timed join there using (account_id) join everyone using (model)
    group by timed.group_id, there.model
)
select group_id, 'timing' as family, 'joint_pivot' as signal, inside, cohort, accounts, population, tries
from counted where inside >= 3
qualify row_number() over (partition by group_id order by inside / cohort desc, model) = 1
