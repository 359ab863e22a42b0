-- The groups with their parts that passed as groups of their own; `whole_id`: the group of which an account is what is left.
with parted as (
    select group_id, account_id from groups semi join passed_parts using (group_id)
)
select null as whole_id, group_id, account_id from parted
union all
select group_id, min(account_id) over (partition by group_id), account_id
from whole_groups anti join parted using (account_id)
-- One that is left alone is no group.
qualify count(*) over (partition by group_id) >= 2
