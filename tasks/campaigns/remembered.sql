-- The members known of before, less those that a person cleared since, and less all of a campaign of which half were
-- cleared with it. Who was cleared alone does not count for that.
with told as (
    select previous.* exclude (dt), verdict, scope
    from previous_members as previous left join standing using (account_id)
    where (scope = 'accounts' and verdict = 'cleared') is not true
),
counted as (
    select *, count(*) over (partition by campaign_id) as accounts,
           count(*) filter (where verdict = 'cleared') over (partition by campaign_id) as cleared,
           count(*) filter (where verdict = 'confirmed') over (partition by campaign_id) as confirmed
    from told
)
select * exclude (verdict, scope, accounts, cleared, confirmed) from counted
where verdict is distinct from 'cleared' and (cleared < confirmed or 2 * cleared < accounts or cleared = 0)
