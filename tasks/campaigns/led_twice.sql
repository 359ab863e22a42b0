-- Accounts with a life of their own beside the one that they share, with a client that nobody uses where several of the
-- campaign's accounts come from, and at a place where none of them is: their keys are stolen.
with uses as (
    select campaign_id, account_id, network, concat_ws(' ', agent, tls_fingerprint) as client,
           count(distinct account_id) over (partition by campaign_id, network) as at_network
    from belongs join contexts using (account_id)
),
common as (
    select distinct campaign_id, client from uses where at_network >= 2
)
select uses.campaign_id, account_id
from uses left join common on common.campaign_id = uses.campaign_id and common.client = uses.client
group by all
having count(common.client) > 0 and bool_or(common.client is null and at_network = 1)
