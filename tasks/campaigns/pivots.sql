-- joint_pivot. Sees: accounts that turn to a new model within a day of its first use by anyone, as one hand that follows
-- releases does. Misses: windows without a release. Innocent: whoever is curious, a tool that changes its default. Evaded by:
-- turning to it by and by. Everybody turns on release day: a group has to do so more than others that were there.
with everyone as (
    select model, count(*) as population, count(*) filter (where turned) as accounts,
           count(*) over () as models
    from releases group by model
),
counted as (
    select timed.group_id, releases.model, count(*) filter (where turned) as inside, count(*) as cohort,
           any_value(everyone.accounts) as accounts, any_value(everyone.population) as population,
           any_value(everyone.models) as tries
    from timed join releases using (account_id) join everyone using (model)
    group by timed.group_id, releases.model
)
select group_id, 'timing' as family, 'joint_pivot' as signal, inside, cohort, accounts, population, tries
from counted where inside >= 3
qualify row_number() over (partition by group_id order by inside / cohort desc, model) = 1
