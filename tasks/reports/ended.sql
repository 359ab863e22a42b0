-- Campaigns of the published day before, and those that a person judged since, that are none on this one.
select distinct campaign_id
from (
    select campaign_id from campaign_history
    where dt = (select max(dt) from campaign_history where dt < getvariable('day'))
    union all
    select campaign_id from verdicts where dt = getvariable('day')
)
where campaign_id not in (select campaign_id from campaigns)
order by campaign_id
