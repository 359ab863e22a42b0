-- Yesterday's figures of each account, capability and model with the day's added. Sums are of whole numbers: those of
-- fractions would depend on their order.
with answered as (
    select account_id, coalesce(capability, 'unknown') as capability, model, ts, input_tokens, output_tokens, item, words,
           along(words, getvariable('directions_a')) as a, along(words, getvariable('directions_b')) as b
    from requests where status < 400
),
placed as (
    select * exclude (words, a, b),
           case when len(words) > 0 then sides(a, len(words)) + 64 * sides(b, len(words)) end as cell
    from answered
),
asked as (
    select account_id, capability, model, item, min(cell) as cell from placed
    where item is not null group by account_id, capability, model, item
),
-- Accounts are counted, not prompts: who fills a cell alone makes it no common one.
reached as (
    select cell, count(distinct account_id) as accounts from asked where cell is not null group by cell
),
rarity as (
    select cell, round(1000 * log2(sum(accounts) over () / accounts))::bigint as millibits from reached
),
sampled as (
    select account_id, capability, model, list_sort(list(item)) as items,
           coalesce(list_sort(list_distinct(list(cell) filter (cell is not null))), []) as cells,
           count(*) as prompts, coalesce(sum(millibits), 0)::bigint as millibits
    from asked left join rarity using (cell)
    group by account_id, capability, model
),
counted as (
    select account_id, capability, model, min(ts) as first_ts, max(ts) as last_ts, count(*) as exchanges,
           sum(input_tokens)::bigint as input_tokens, sum(output_tokens)::bigint as output_tokens
    from placed group by account_id, capability, model
),
today as (
    select counted.*, sampled.* exclude (account_id, capability, model),
           round((input_tokens * input_price + output_tokens * output_price) / 1e6, 6) as list_cost
    from counted
    left join sampled using (account_id, capability, model)
    left join prices using (model)
),
gathered as (
    select account_id, capability, model,
           least(before.first_ts, today.first_ts) as first_ts, greatest(before.last_ts, today.last_ts) as last_ts,
           coalesce(before.exchanges, 0) + coalesce(today.exchanges, 0) as exchanges,
           coalesce(before.input_tokens, 0) + coalesce(today.input_tokens, 0) as input_tokens,
           coalesce(before.output_tokens, 0) + coalesce(today.output_tokens, 0) as output_tokens,
           coalesce(today.exchanges, 0) as day_exchanges,
           coalesce(before.prompts, 0) + coalesce(today.prompts, 0) as prompts,
           coalesce(before.millibits, 0) + coalesce(today.millibits, 0) as millibits,
           coalesce(before.list_cost + today.list_cost, before.list_cost, today.list_cost) as list_cost,
           coalesce(before.unpriced, 0) + if(today.list_cost is null, coalesce(today.exchanges, 0), 0) as unpriced,
           before.items_below as bound,
           if(today.items is null, before.items, list_sort(list_distinct(
               coalesce(before.items, []) || below(today.items, before.items_below)))) as found,
           list_sort(list_distinct(coalesce(before.cells, []) || coalesce(today.cells, []))) as cells
    from previous_account_draws as before
    full join today using (account_id, capability, model)
)
select * exclude (bound, found), coalesce(found[:getvariable('sketch_items')], []) as items, bound_of(found, bound) as items_below
from gathered
-- Who was not seen for so long is forgotten.
where last_ts >= getvariable('day') - to_days(getvariable('memory_days'))
