-- The groups with their parts that passed as groups of their own; `whole_id`: the group of which an account is what is left.
with parted as (
    select group_id, account_id from groups semi join passed_parts using (group_id)
),
rest as (
    select group_id as whole_id, min(account_id) over (partition by group_id) as least, account_id
    from whole_groups anti join parted using (account_id)
    -- One that is left alone is no group.
    qualify count(*) over (partition by group_id) >= 2
)
select null as whole_id, group_id, account_id from parted
union all
-- A part may have lost the account that it goes by to what is left.
select whole_id, if(least in (select group_id from passed_parts), 'rest of ' || least, least), account_id from rest
