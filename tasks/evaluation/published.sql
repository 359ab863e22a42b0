-- What each published campaign is in truth: the campaign of most of its members, and whether that is half of them or more.
with members_known as (
    select campaign_id, known.campaign, known.label, count(*) as accounts,
           sum(count(*)) over (partition by campaign_id) as members
    from members join known using (account_id)
    group by campaign_id, known.campaign, known.label
),
largest as (
    select * from members_known where campaign is not null
    qualify row_number() over (partition by campaign_id order by accounts desc, campaign) = 1
)
select campaign_id, campaigns.label as said, campaigns.likelihood, largest.campaign, largest.label,
       coalesce(2 * largest.accounts >= largest.members, false) as so
from campaigns left join largest using (campaign_id)
order by campaign_id
