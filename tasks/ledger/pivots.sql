-- Which share of the day's traffic went to a model that anyone used for the first time the day before: the largest such
-- share that a campaign has shown so far. Models that were there when the lake begins, and names that hardly anyone uses,
-- are no releases.
with since as (
    select model, min(first_ts)::date as day, count(distinct account_id) filter (day_exchanges > 0) as accounts
    from account_draws group by model
),
released as (
    select model, day from since
    where day = getvariable('day') - 1 and day > (select min(day) from since)
      and accounts >= 0.02 * (select count(distinct account_id) from account_draws where day_exchanges > 0)
),
everyone as (
    select account_id, model, sum(day_exchanges) as exchanges from account_draws
    where day_exchanges > 0 group by account_id, model
),
others as (
    select released.model, sum(exchanges) filter (everyone.model = released.model) / sum(exchanges) as share
    from everyone cross join released where account_id not in (select account_id from members)
    group by released.model
),
moved as (
    select campaign_id, released.model as pivot_model, released.day as pivot_day,
           coalesce(sum(day_exchanges) filter (drawn.model = released.model), 0) / sum(day_exchanges) as pivot_share,
           coalesce(sum(day_exchanges) filter (drawn.model = released.model and sure), 0)
               / nullif(sum(day_exchanges) filter (sure), 0) as pivot_share_low,
           coalesce(any_value(others.share), 0) as pivot_share_others
    from drawn cross join released left join others on others.model = released.model
    where day_exchanges > 0
    group by campaign_id, released.model, released.day
),
shown as (
    from moved
    union all by name
    select campaign_id, pivot_model, pivot_day, pivot_share, pivot_share_low, pivot_share_others
    from previous_ledger_totals where pivot_share is not null
)
from shown qualify row_number() over (partition by campaign_id order by pivot_share desc, pivot_day, pivot_model) = 1
