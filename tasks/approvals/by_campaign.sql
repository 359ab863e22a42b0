-- The suspected campaigns that bring newly suspected accounts, those that bring most first.
select
    campaign_id, label, campaigns.likelihood, confidence, campaigns.accounts, count(*) as suspected,
    count(*) filter (paying) as paying, array_to_string(evidence_families, ', ') as families
from members join campaigns using (campaign_id) join newly using (account_id)
group by all
order by suspected desc, campaign_id
