-- What a campaign's accounts share with each other, the most shared first. Hand-offs tie two accounts directly.
with own as (
    select links.account_id, links.signal, links.value,
           count(*) over (partition by links.signal, links.value) as of_campaign
    from links join members on members.account_id = links.account_id and members.campaign_id = $campaign
    where not links.capped
)
select signal, value, of_campaign, list(account_id order by account_id) as accounts
from own where of_campaign >= 2
group by signal, value, of_campaign
order by of_campaign desc, signal, value
