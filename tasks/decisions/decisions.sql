select
    members.account_id,
    null as model,
    -- A campaign with little behind it is watched; one that more families support is looked at by a person.
    case when campaigns.confidence = 'low' then 'observe' else 'review' end as action,
    'suspected-campaign-review' as policy_id,
    case when campaigns.label = 'stolen_keys'
         then 'its owner is a suspected victim: somebody else is suspected to use its key, and those of '
              || campaigns.accounts - 1 || ' other accounts, as ' || campaign_id
         else 'suspected member of ' || campaign_id || ', a suspected ' || replace(campaigns.label, '_', ' ')
              || ' campaign of ' || campaigns.accounts || ' accounts' end as reason,
    campaign_id,
    (getvariable('day') + interval 1 day)::timestamptz as effective_from
from members join campaigns using (campaign_id)
union all
-- The budget is the campaign's, not the account's: whoever draws on goes on drawing for all. A stolen key's owner would be
-- the one who is limited.
select
    members.account_id,
    null as model,
    'limit' as action,
    'suspected-campaign-budget' as policy_id,
    'suspected member of ' || campaign_id || ', for which ' || format('{:,}', totals.output_tokens)
        || ' output tokens have been written, above the budget of ' || format('{:,}', getvariable('budget')) as reason,
    campaign_id,
    (getvariable('day') + interval 1 day)::timestamptz as effective_from
from members join ledger_totals as totals using (campaign_id) join campaigns using (campaign_id)
where totals.output_tokens > getvariable('budget') and campaigns.label <> 'stolen_keys'
