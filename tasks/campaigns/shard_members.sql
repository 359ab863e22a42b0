-- How likely each account of a shard is there by chance (`stranger`): the share of strangers in it, times how much more often
-- strangers do what the account did when a model came (Bayes). Who is more likely a stranger than two fifths is left out: as
-- many as a shard may hold, of whom there are fewer, since one hand does not give every account just as much.
with turned as (
    select group_id, model, stratum, account_id, turned,
           greatest(0.02, least(0.98, avg(turned::int) over (partition by group_id, model))) as of_group
    from found_shards join releases using (account_id)
),
usual as (
    select model, stratum, greatest(0.02, least(0.98, avg(turned::int))) as of_all from releases group by model, stratum
),
odds as (
    select group_id, account_id, round(sum(ln(if(turned, of_all / of_group, (1 - of_all) / (1 - of_group)))), 9) as against
    from turned join usual using (model, stratum) group by group_id, account_id
),
told as (
    select found_shards.*, strangers / greatest(1 - strangers, 0.01) * exp(coalesce(against, 0)) as odds
    from found_shards left join odds using (group_id, account_id)
)
select group_id, account_id, p_value, strangers, odds / (1 + odds) as stranger from told
where odds / (1 + odds) <= getvariable('strangers')
-- One that is left alone is no shard.
qualify count(*) over (partition by group_id) >= 2
