with space as (
    select count(distinct cell) as cells from (select unnest(cells) as cell from account_draws)
),
usual as (
    select sum(millibits) / nullif(sum(prompts), 0) as rate from account_draws
    where account_id not in (select account_id from members)
)
select totals.* exclude (accounts, accounts_low), accounts, accounts_low,
       totals.cells / nullif(space.cells, 0) as coverage,
       millibits / nullif(prompts, 0) / nullif(usual.rate, 0) as times_usual,
       pivot_model, pivot_day, pivot_share, pivot_share_low, pivot_share_others
from totals cross join space cross join usual left join pivots using (campaign_id)
