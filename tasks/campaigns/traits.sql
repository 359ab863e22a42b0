-- reasoning_elicitation, answer_grading. See: accounts of which at least a fifth of the prompts ask for reasoning to be
-- written out, or for answers to be graded. Miss: traces that come of themselves, rewording. Innocent: schools, people who
-- judge models, courses on prompting. Evaded by: wording. They say what a group is after, never that there is one.
with shown as (
    select account_id,
           sum(reasoning_prompts) >= greatest(3, sum(prompts) / 5) as reasoning,
           sum(grading_prompts) >= greatest(3, sum(prompts) / 5) as grading
    from account_days
    where dt > getvariable('day') - interval 14 day
    group by account_id
    having sum(prompts) > 0
),
signals as (
    select account_id, 'reasoning_elicitation' as signal, reasoning as has from shown
    union all
    select account_id, 'answer_grading', grading from shown
),
everyone as (
    select signal, count(*) as population, count(*) filter (where has) as accounts from signals group by signal
)
select
    groups.group_id, 'extraction' as family, signals.signal,
    count(*) filter (where has) as inside, count(*) as cohort,
    any_value(everyone.accounts) as accounts, any_value(everyone.population) as population, 1 as tries
from groups
join signals using (account_id)
join everyone using (signal)
group by groups.group_id, signals.signal
having count(*) filter (where has) >= 2
