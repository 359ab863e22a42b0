-- What members have drawn, their samples and cells as rows of their own, so that any grouping can be counted.
create temp table drawn as
    select members.campaign_id, members.likelihood >= getvariable('sure_likelihood') as sure, draws.*
    from members join account_draws as draws using (account_id);
create temp table had as
    select members.campaign_id, draws.account_id, capability, model, items, items_below, cells
    from members join previous_account_draws as draws using (account_id);
create temp table item_rows as
    select campaign_id, account_id, capability, model, unnest(items) as item, true as now from drawn
    union all
    select campaign_id, account_id, capability, model, unnest(items), false from had;
create temp table cell_rows as
    select campaign_id, account_id, capability, model, unnest(cells) as cell, true as now from drawn
    union all
    select campaign_id, account_id, capability, model, unnest(cells), false from had;
