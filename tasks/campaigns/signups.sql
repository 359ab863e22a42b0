-- joint_signup. Sees: a group's accounts made together, against how many of all accounts were made in the same stretch.
-- Misses: aged and bought accounts, slow drips. Innocent: a course, an event, a launch, a firm's first day. Evaded by: time.
-- One row for each group, width and member at which a stretch begins: `inside` of the group's `cohort`, `accounts` of
-- the `population`.
with known as (
    select account_id, created_at from everybody where created_at is not null
),
members as (
    select group_id, account_id, created_at,
           count(*) over (partition by group_id) as cohort
    from groups join known using (account_id)
),
widths as (
    select unnest([interval 1 hour, interval 1 day, interval 7 day]) as width
),
starts as (
    select group_id, cohort, created_at as start, created_at + width as until, width from members, widths
    where cohort >= 3
),
counted as (
    select starts.*, (
        select count(*) from members as other
        where other.group_id = starts.group_id and other.created_at between starts.start and starts.until
    ) as inside
    from starts
),
fullest as (
    select * from counted
    qualify row_number() over (partition by group_id, width order by inside desc, start) = 1
)
select
    group_id, date_part('epoch', width) / 3600 as hours, inside, cohort,
    (select count(*) from known where created_at between fullest.start and fullest.until) as accounts,
    (select count(*) from known) as population
from fullest
where inside >= 3
