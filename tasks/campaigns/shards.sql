-- Each shard as it is left. `repeated`: how much of its accounts sent a prompt that one of them sent, by a sample of each
-- account's prompts: nearly all where a class or a benchmark gives all the same, few where one queue is dealt out.
with asked as (
    select group_id, account_id, unnest(list_sort(list_distinct(flatten(list(items))))[:32]) as item
    from shard_members join account_words using (account_id) group by group_id, account_id
),
sizes as (
    select group_id, count(*) as accounts from shard_members group by group_id
),
repeats as (
    select group_id, round(avg((holders - 1) / (accounts - 1)), 9) as repeated
    from (select *, count(*) over (partition by group_id, item) as holders from asked) join sizes using (group_id)
    group by group_id
)
select group_id, count(*) as cohort, any_value(p_value) as p_value, round(avg(stranger), 9) as strangers,
       any_value(repeated) as repeated
from shard_members left join repeats using (group_id)
group by group_id
