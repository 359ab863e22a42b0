-- A campaign day by day, the newest first.
select dt as day, accounts, requests, likelihood, confidence
from campaign_history where campaign_id = $campaign
order by dt desc
limit 30
