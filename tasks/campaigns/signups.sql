-- joint_signup. Sees: a group's accounts made together, against how many of all accounts were made in the same stretch.
-- Misses: aged and bought accounts, slow drips. Innocent: a course, an event, a launch, a firm's first day. Evaded by: time.
-- One row for each group, width and member at which a stretch begins: `inside` of the group's `cohort`, `accounts` of
-- the `population`. The member that begins the stretch is no coincidence and is left out of all four.
with known as (
    select account_id, created_at from everybody where created_at is not null
),
widths as (
    select unnest([interval 1 hour, interval 1 day, interval 7 day]) as width
),
members as (
    select group_id, created_at, count(*) over (partition by group_id) as cohort,
           count(*) over (partition by group_id order by created_at
                          range between current row and interval 1 hour following) as in_an_hour,
           count(*) over (partition by group_id order by created_at
                          range between current row and interval 1 day following) as in_a_day,
           count(*) over (partition by group_id order by created_at
                          range between current row and interval 7 day following) as in_a_week
    from groups join known using (account_id)
),
counted as (
    select group_id, cohort, created_at as start, width,
           case width when interval 1 hour then in_an_hour when interval 1 day then in_a_day else in_a_week end as inside
    from members, widths
    where cohort >= 3
),
fullest as (
    select * from counted
    qualify row_number() over (partition by group_id, width order by inside desc, start) = 1
)
select
    group_id, date_part('epoch', width) / 3600 as hours, inside - 1 as inside, cohort - 1 as cohort,
    (select count(*) from known where created_at between fullest.start and fullest.start + width) - 1 as accounts,
    (select count(*) from known) - 1 as population
from fullest
where inside >= 3
