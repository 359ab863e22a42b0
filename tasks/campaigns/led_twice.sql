-- Accounts with a life of their own beside the one that they share: most of what is done where several of the campaign's
-- accounts come from is done with the few clients that most is done with there (four fifths), and most of what is done where
-- only this account comes from with others. Their keys are stolen. Whoever proxies others has the same clients here and there.
with uses as (
    select campaign_id, account_id, network, concat_ws(' ', agent, tls_fingerprint) as client, sum(requests) as requests
    from belongs join contexts using (account_id)
    where agent is not null
    group by all
),
placed as (
    select *, count(distinct account_id) over (partition by campaign_id, network) >= 2 as together from uses
),
clients as (
    select campaign_id, client, sum(requests) as requests from placed where together group by campaign_id, client
),
common as (
    select campaign_id, client from clients
    qualify sum(requests) over (partition by campaign_id order by requests desc, client) - requests
            < 0.8 * sum(requests) over (partition by campaign_id)
)
select placed.campaign_id, account_id
from placed left join common on common.campaign_id = placed.campaign_id and common.client = placed.client
group by placed.campaign_id, account_id
-- Null where it came from no place of one of the kinds.
having 2 * sum(requests) filter (where together and common.client is not null) >= sum(requests) filter (where together)
    and 2 * sum(requests) filter (where not together and common.client is null) >= sum(requests) filter (where not together)
