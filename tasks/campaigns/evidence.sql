select named.campaign_id, family, signal, supports, statistic, p_value, accounts, summary
from findings join named using (group_id)
union all by name
-- A campaign of which nothing was seen today keeps what was known.
select previous.* exclude (dt)
from previous_evidence as previous
where campaign_id in (select campaign_id from belongs) and campaign_id not in (select campaign_id from named)
  and family <> 'verdict'
union all by name
from verdict_evidence
