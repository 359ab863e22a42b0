-- Who begins a conversation and when. People come in sittings at their own hours; a queue is dealt out: every account of
-- the group has its turn before any has the next, at moments spread evenly over the hours that the operator keeps.
create or replace temp table conversations as
with present as (
    select
        grp, id, label, dealt, hours, acts_from, acts_to, conversations, active, weekend,
        day_no, key(id, day_no, 'day') as day_key,
        case hours when 'shift' then operator_clock when 'flat' then 0 else clock end as shift,
        isodow(getvariable('start') + days(day_no)) > 5 as is_weekend
    from players, range(-1, getvariable('days') + 1) as each_day(day_no)
    where acts_from < getvariable('start') + days(day_no + 2)
      and (acts_to is null or acts_to > getvariable('start') + days(day_no - 1))
),
counted as (
    select *,
        case when dealt then greatest(1, round(conversations * (0.85 + 0.3 * u(day_key, 'load'))))
             else ceil(-ln(1 - u(day_key, 'load')) * conversations) end as used
    from present where u(day_key, 'active') < active * case when is_weekend then weekend else 1 end
),
each as (
    select *,
        unnest(range(least(used * case when label is null then getvariable('busy') else 1 end, 400)::bigint)) as n,
        least(used * case when label is null then getvariable('busy') else 1 end, 400) as many
    from counted
),
keyed as (select *, key(day_key, n, 'conversation') as conv from each),
dealt_out as (
    select *, row_number() over (partition by grp, day_no order by (n + u(conv, 'deal')) / many, conv) as place_in_queue,
        count(*) over (partition by grp, day_no) as queue_length
    from keyed where dealt
),
moments as (
    select grp, id, hours, shift, acts_from, acts_to, day_no, conv,
        case when hours = 'own' then u(conv, 'moment')
             else (place_in_queue - 0.5 + 0.9 * (u(conv, 'moment') - 0.5)) / queue_length end as moment,
        0 as later
    from dealt_out
    union all
    select grp, id, hours, shift, acts_from, acts_to, day_no, conv, u(key(day_key, n // 3, 'sitting'), 'moment') as moment, (n % 3) * (60 + 900 * u(conv, 'later')) as later
    from keyed where not dealt
),
timed as (
    select *,
        getvariable('start') + days(day_no) - seconds(shift)
        + seconds(later + 86400 * quantile_at(
            case hours when 'office' then getvariable('curve_office') when 'evening' then getvariable('curve_evening')
                       when 'flat' then getvariable('curve_flat') when 'shift' then getvariable('curve_shift')
                       else getvariable('curve_own') end, moment))
        + seconds(case hours when 'own' then 14400 * (u(id, 'early bird') - 0.5) else 0 end) as begun
    from moments
)
select grp, id, day_no, conv, begun
from timed
where begun >= greatest(acts_from, getvariable('start')) and begun < getvariable('end') and (acts_to is null or begun < acts_to)
  and not exists (from stops where stops.grp = timed.grp and timed.begun between stops.since and stops.until);
