-- Members' draws added up by {columns}. What is new are items below the group's bound that are in no earlier sample.
with bounds as (
    select {columns}, min(items_below) as bound from drawn group by {columns}
),
items as (
    select {columns}, item, bool_and(now) as fresh, any_value(bound) as bound
    from item_rows join bounds using ({columns})
    where bound is null or item < bound
    group by {columns}, item
),
sampled as (
    select {columns}, distinct_items(count(*), any_value(bound)) as items,
           coalesce(distinct_items(count(*) filter (fresh), any_value(bound)), 0) as new_items
    from items group by {columns}
),
cells as (
    select {columns}, cell, bool_and(now) as fresh from cell_rows group by {columns}, cell
),
reached as (
    select {columns}, count(*) as cells, count(*) filter (fresh) as new_cells from cells group by {columns}
),
volume as (
    select {columns}, count(distinct account_id) as accounts,
           count(distinct account_id) filter (sure) as accounts_low, sum(exchanges) as exchanges,
           sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens,
           coalesce(sum(exchanges) filter (sure), 0) as exchanges_low,
           coalesce(sum(output_tokens) filter (sure), 0) as output_tokens_low,
           min(first_ts) as first_ts, max(last_ts) as last_ts,
           sum(prompts) as prompts, sum(millibits) as millibits,
           sum(list_cost::decimal(18, 6))::double as list_cost, sum(unpriced) as unpriced
    from drawn group by {columns}
)
select volume.*, items, new_items, coalesce(cells, 0) as cells, coalesce(new_cells, 0) as new_cells
from volume left join sampled using ({columns}) left join reached using ({columns})
