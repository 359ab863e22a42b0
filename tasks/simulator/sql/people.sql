-- One row for each account holder: who they are and what they hold in common with the rest of their group. A banned
-- account of a campaign has a second row, its replacement.
create temp table people as
with member as (
    select groups.*, kinds.* exclude (row), unnest(range(size::bigint)) as member, 0 as generation
    from groups join kinds using (row)
),
drawn as (
    select *, key(grp, member, 'person') as id, u(key(grp, member, 'person'), 'banned') < banned as is_banned from member
),
timed as (
    select
        *,
        -- A short world is to see it begin.
        getvariable('start') + days(least(begins, 0.3 * getvariable('days'))) as sets_out,
        getvariable('start') - days(age) - days(u(id, 'signed up') * signup) as signed_up,
        getvariable('start') + days(u(id, 'banned at') * getvariable('days')) as banned_at
    from drawn
),
replacements as (
    select * replace (1 as generation, false as is_banned, key(grp, member, 'replacement') as id,
                      banned_at + days(0.02 + 0.8 * u(id, 'replaced')) as signed_up)
    from timed where is_banned and replaced
),
everybody as (from timed union all from replacements),
placed as (
    select
        *,
        least(signed_up, getvariable('start') + days(getvariable('days') - 0.3)) as created_at,
        pick(getvariable('countries'), case when scattered then id else key(grp, 0, 'group') end, 'country') as home,
        u(id, 'contradicts') < contradicts as contradicting
    from everybody
)
select
    grp, kind, label, level, member, generation, id, named('acct-', id) as account_id, id as victim,
    created_at, home.country as country, home.tz as timezone, home.prefix as prefix,
    home.clock as clock, contradicting,
    pick(getvariable('countries'), id, 'other country').country as other_country,
    case when generation = 0 then floor(member / ceil(payer)) else 1e6 + floor(member / ceil(payer)) end as payer_no,
    case when generation = 0 then floor(member / ceil(device)) else 1e6 + floor(member / ceil(device)) end as device_no,
    floor(member / ceil(document)) as document_no,
    u(id, 'free') < free as is_free, u(id, 'verified') < verified as is_verified,
    mail, organization,
    greatest(created_at + seconds(60 + 7200 * u(id, 'first use')), sets_out) as acts_from,
    least(case when is_banned then banned_at end, created_at + days(lifespan)) as acts_to,
    is_banned, banned_at
from placed;

-- A thief's accounts are other people's: private users, tools' users and small firms.
create temp table stolen as
with thieves as (select grp, id, row_number() over (order by id) as n from people where label = 'stolen_keys'),
victims as (
    select account_id, row_number() over (order by key(id, 0, 'victim')) as n from people
    where kind in ('private', 'tool_user', 'startup', 'app', 'carrier_shared') and not is_banned
)
select thieves.id, victims.account_id from thieves join victims using (n);
update people set account_id = stolen.account_id from stolen where people.id = stolen.id;
