select
    members.account_id,
    null as model,
    -- A campaign with little behind it is watched; one that more families support is looked at by a person.
    case when campaigns.confidence = 'low' then 'observe' else 'review' end as action,
    'suspected-campaign-review' as policy_id,
    'suspected member of ' || campaign_id || ', a suspected ' || replace(campaigns.label, '_', ' ') || ' campaign of '
        || campaigns.accounts || ' accounts' as reason,
    campaign_id,
    (getvariable('day') + interval 1 day)::timestamptz as effective_from
from members join campaigns using (campaign_id)
union all
-- The budget is the campaign's, not the account's: whoever draws on goes on drawing for all.
select
    members.account_id,
    null as model,
    'limit' as action,
    'suspected-campaign-budget' as policy_id,
    'suspected member of ' || campaign_id || ', for which ' || format('{:,}', totals.output_tokens)
        || ' output tokens have been written, above the budget of ' || format('{:,}', getvariable('budget')) as reason,
    campaign_id,
    (getvariable('day') + interval 1 day)::timestamptz as effective_from
from members join ledger_totals as totals using (campaign_id)
where totals.output_tokens > getvariable('budget')
