-- How much of a shard's accounts sent a prompt that one of them sent, by a sample of each account's prompts: nearly all where
-- a class or a benchmark gives all the same, few where one queue is dealt out, even if it is dealt out several times.
with asked as (
    select group_id, account_id, unnest(items) as item from found_shards join corpora using (account_id)
),
sizes as (
    select group_id, count(*) as accounts from found_shards group by group_id
)
select group_id, avg((holders - 1) / (accounts - 1)) as repeated
from (select *, count(*) over (partition by group_id, item) as holders from asked) join sizes using (group_id)
group by group_id
