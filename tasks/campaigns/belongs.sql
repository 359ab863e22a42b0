-- Members: of today's groups; those known before of a campaign that goes on; and those of campaigns of which nothing was
-- seen today, unless today's look cleared the group that they are in now.
with end_of_day as (
    select (getvariable('day') + interval 1 day)::timestamptz - interval 1 microsecond as at
),
today as (
    select named.campaign_id, belonging.account_id,
           round(judged.likelihood * (1 - exp(-belonging.weight)), 4) as likelihood,
           coalesce(previous.first_linked, end_of_day.at) as first_linked
    from belonging
    join named using (group_id)
    join judged using (group_id)
    cross join end_of_day
    left join previous_members as previous
        on previous.campaign_id = named.campaign_id and previous.account_id = belonging.account_id
),
cleared as (
    select groups.account_id from groups join judged using (group_id)
    where starts_with(judged.reason, 'cleared')
)
select campaign_id, account_id, likelihood, first_linked, true as seen_today from today
union all
select campaign_id, account_id, likelihood, first_linked, false
from previous_members
where account_id not in (select account_id from today)
  and account_id not in (from cleared)
