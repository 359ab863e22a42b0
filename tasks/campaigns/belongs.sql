-- Members: of today's groups; those known before of a campaign that goes on; and those of campaigns of which nothing was
-- seen today. Who was in no group for as long as a campaign is remembered is a member no more, and what is left of a
-- campaign whose accounts went to others is too small to be one.
with end_of_day as (
    select (getvariable('day') + interval 1 day)::timestamptz - interval 1 microsecond as at
),
today as (
    select named.campaign_id, belonging.account_id,
           round(judged.likelihood * (1 - exp(-belonging.weight)), 4) as likelihood,
           coalesce(previous.first_linked, end_of_day.at) as first_linked, end_of_day.at as last_linked
    from belonging
    join groups using (group_id, account_id)
    join named using (group_id)
    join judged using (group_id)
    cross join end_of_day
    left join previous_members as previous
        on previous.campaign_id = named.campaign_id and previous.account_id = belonging.account_id
),
before as (
    select campaign_id, account_id, likelihood, first_linked, last_linked
    from previous_members, end_of_day
    where account_id not in (select account_id from today)
      and last_linked > end_of_day.at - to_days(getvariable('memory_days'))
    qualify campaign_id in (select campaign_id from named)
        or count(*) over (partition by campaign_id) >= getvariable('min_accounts')
)
from today union all by name from before
