-- Which campaign of the day before each group that passed goes on with: the one that it shares most accounts with; of
-- several groups that claim one campaign, the one that shares most. The rest are new.
with passed as (
    select group_id, groups.account_id from groups join judged using (group_id) where reason is null
),
overlap as (
    select passed.group_id, previous_members.campaign_id, count(*) as shared
    from passed join previous_members using (account_id) group by all
),
best as (
    select * from overlap
    qualify row_number() over (partition by group_id order by shared desc, campaign_id) = 1
),
kept as (
    select * from best
    qualify row_number() over (partition by campaign_id order by shared desc, group_id) = 1
)
select
    passed.group_id,
    coalesce(
        any_value(kept.campaign_id),
        'c-' || left(sha256(getvariable('day')::varchar || string_agg(passed.account_id, ',' order by passed.account_id)), 10)
    ) as campaign_id
from passed left join kept using (group_id)
group by passed.group_id
