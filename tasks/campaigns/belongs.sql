-- Members: of today's groups; those known before of a campaign that goes on; those of campaigns of which nothing was
-- seen today; and those that a person confirmed. Who was in no group for as long as a campaign is remembered is a member
-- no more, and what is left of a campaign whose accounts went to others is too small to be one; what a person confirmed
-- stays, and whom a person cleared does not.
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
    left join remembered as previous
        on previous.campaign_id = named.campaign_id and previous.account_id = belonging.account_id
    where belonging.account_id not in (select account_id from standing where verdict = 'cleared')
),
before as (
    select campaign_id, account_id, likelihood, first_linked, last_linked
    from remembered left join (select account_id, verdict = 'confirmed' as confirmed from standing) using (account_id)
    cross join end_of_day
    where account_id not in (select account_id from today)
      and (confirmed or last_linked > end_of_day.at - to_days(getvariable('memory_days')))
    window campaign as (partition by campaign_id)
    qualify campaign_id in (select campaign_id from named) or coalesce(bool_or(confirmed) over campaign, false)
        or count(*) over campaign >= getvariable('min_accounts')
),
seen as (
    from today union all by name from before
),
-- A campaign that was confirmed may go on under another id: that of most of the accounts that were confirmed with it.
goes_on as (
    select standing.campaign_id as said, seen.campaign_id
    from standing join seen using (account_id) where verdict = 'confirmed'
    group by standing.campaign_id, seen.campaign_id
    qualify row_number() over (partition by standing.campaign_id order by count(*) desc, seen.campaign_id) = 1
),
confirmed as (
    select coalesce(goes_on.campaign_id, standing.campaign_id) as campaign_id, account_id, null::double as likelihood,
           (given_on + interval 1 day)::timestamptz - interval 1 microsecond as first_linked,
           first_linked as last_linked
    from standing left join goes_on on goes_on.said = standing.campaign_id
    where verdict = 'confirmed' and account_id not in (select account_id from seen)
)
select * replace (
    if(account_id in (select account_id from standing where verdict = 'confirmed'),
       getvariable('confirmed_likelihood'), likelihood) as likelihood)
from (from seen union all by name from confirmed)
