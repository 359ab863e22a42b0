-- shared_mail_shape. Sees: e-mail names written by one template, of which only the shape is kept (`mail_shape`): letters,
-- digits and signs in one order, and about as long. Misses: names made up one by one, and bought mailboxes. Innocent: a
-- firm's way to write names, students' numbers, relays that draw them: hence only against addresses of the same domain.
-- Evaded by: a generator of names as people have them.
-- One row for each group's most frequent shape and each domain of its accounts: `inside` of the group's `cohort` there
-- have it, and `accounts` of the `population` there; it was chosen among `tries` shapes.
with known as (
    select account_id, email_domain, mail_shape from accounts where mail_shape is not null and email_domain is not null
),
members as (
    select group_id, known.* from cohorts join known using (account_id) where cohorts.family = 'identity'
),
commonest as (
    select group_id, mail_shape, count(*) as inside from members group by group_id, mail_shape
    having count(*) >= 4
    qualify row_number() over (partition by group_id order by count(*) desc, mail_shape) = 1
),
domains as (
    select members.group_id, email_domain, commonest.mail_shape, count(*) as cohort,
           count(*) filter (where members.mail_shape = commonest.mail_shape) as inside
    from members join commonest using (group_id)
    group by all
),
everyone as (
    select email_domain, mail_shape, count(*) as accounts, sum(count(*)) over (partition by email_domain) as population
    from known group by email_domain, mail_shape
),
populations as (
    select email_domain, any_value(population)::bigint as population from everyone group by email_domain
)
select group_id, 'identity' as family, 'shared_mail_shape' as signal, domains.inside, domains.cohort,
       coalesce(everyone.accounts, 0) as accounts, populations.population,
       (select count(distinct mail_shape) from known) as tries
from domains join populations using (email_domain) left join everyone using (email_domain, mail_shape)
order by group_id, email_domain
