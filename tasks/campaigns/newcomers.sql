-- Of `found_shards`, who write as a shard's accounts do, those who show one hand too. Most have a part in a pause or a turn
-- to a new model that all of them together show; conversations say only who hands them on, to others of the group or to
-- newcomers, or takes them up.
with shown as (
    select group_id, list(signal) as signals from tested where supports group by group_id
),
together as (
    select group_id, account_id from found_shards union select group_id, account_id from groups
),
handed as (
    select from_account as account_id, to_account as other from handoffs
    union select to_account, from_account from handoffs
),
handing as (
    select distinct found_shards.group_id, found_shards.account_id
    from found_shards join handed using (account_id)
    join together on together.group_id = found_shards.group_id and together.account_id = handed.other
)
select found_shards.*
from found_shards join shown using (group_id) left join handing using (group_id, account_id)
where list_has_any(signals, ['joint_pause', 'joint_pivot']) or handing.account_id is not null
order by all
