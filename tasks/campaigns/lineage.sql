-- Which campaign of the day before each group that passed goes on with: the one that it shares most accounts with, if that
-- is a third of the smaller of the two at least, and if no other group shares more with it. The rest are new.
with passed as (
    select group_id, groups.account_id, count(*) over (partition by group_id) as accounts
    from groups join judged using (group_id) where reason is null
),
known as (
    select campaign_id, account_id, count(*) over (partition by campaign_id) as accounts from (
        select campaign_id, account_id from remembered
        union all
        select campaign_id, account_id from standing
        where verdict = 'confirmed' and account_id not in (select account_id from remembered)
    )
),
overlap as (
    select passed.group_id, known.campaign_id, count(*) as shared
    from passed join known using (account_id)
    group by passed.group_id, known.campaign_id
    having count(*) >= 2 and count(*) >= least(any_value(passed.accounts), any_value(known.accounts)) / 3
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
