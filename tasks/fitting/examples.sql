-- Groups of a lake's days, published or held back, with the signals that spoke for each and whether they are under one
-- hand, as people's verdicts have it, else the world's truth: where more than half of the accounts are of one campaign.
-- Groups of which less is known are left out. Each day counts as much as the lake's others together count once.
with told as (
    select unnest(accounts) as account_id, campaign_id, verdict, dt, given_at, verdict_id from verdicts
),
standing as (
    select account_id, campaign_id, verdict from told
    qualify row_number() over (partition by account_id order by dt desc, given_at desc, verdict_id desc) = 1
),
known as (
    select account_id,
           case verdict when 'confirmed' then standing.campaign_id when 'cleared' then null else truth.campaign end as hand
    from truth full join standing using (account_id)
    where verdict in ('confirmed', 'cleared') or truth.account_id is not null
),
found as (
    select dt, campaign_id as group_id, account_id from members
    union all
    select dt, group_id, account_id from candidates
),
hands as (
    select dt, group_id, hand, count(*) as accounts, count(known.account_id) as known
    from found left join known using (account_id)
    group by dt, group_id, hand
),
labelled as (
    select dt, group_id, sum(accounts) as accounts, sum(known) as known,
           coalesce(max(accounts) filter (where hand is not null), 0) as largest
    from hands group by dt, group_id
),
spoken as (
    select dt, campaign_id as group_id, list(signal order by signal) as signals
    from evidence where supports and family <> 'verdict' group by dt, campaign_id
    union all
    select distinct dt, group_id, evidence_signals from candidates
)
select
    dt, group_id, accounts, coalesce(signals, []) as signals, 2 * largest > accounts as one_hand,
    1 / count(distinct dt) over () as weight
from labelled left join spoken using (dt, group_id)
where accounts >= getvariable('min_accounts') and 2 * known > accounts
order by dt, group_id
