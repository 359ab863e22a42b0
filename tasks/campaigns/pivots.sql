-- joint_pivot. Sees: accounts that turn to a new model within a day of its first use by anyone, as one hand that follows
-- releases does. Misses: windows without a release. Innocent: whoever is curious, a tool that changes its default. Evaded by:
-- turning to it by and by. Everybody turns on release day: a group has to do so more than others that were there and did
-- about as much. One row for each group and stratum, for the model that most of the group turned to.
with everyone as (
    select model, stratum, count(*) as population, count(*) filter (where turned) as accounts
    from releases group by model, stratum
),
counted as (
    select group_id, model, stratum, count(*) filter (where turned) as inside, count(*) as cohort
    from timed join releases using (account_id) group by group_id, model, stratum
),
fullest as (
    select group_id, model from counted group by group_id, model having sum(inside) >= 3
    qualify row_number() over (partition by group_id order by sum(inside) / sum(cohort) desc, model) = 1
)
select group_id, 'timing' as family, 'joint_pivot' as signal, inside, cohort, accounts, population,
       (select count(distinct model) from releases) as tries
from fullest join counted using (group_id, model) join everyone using (model, stratum)
order by all
