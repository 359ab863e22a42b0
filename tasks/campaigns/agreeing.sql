-- Of each group's accounts that show what speaks for it, how many show two families of it (`both`); and how much of the group
-- its largest part is that such ties, but addresses, hold together (`largest`).
with parts as (
    select shown.group_id, held.group_id as part, count(*) as accounts
    from shown left join held using (account_id) group by all
),
largest as (
    select group_id, coalesce(max(accounts) filter (where part is not null), 0) / sum(accounts) as largest
    from parts group by group_id
)
select group_id, count(*) filter (where families >= 2) / nullif(count(*) filter (where families > 0), 0) as both,
       any_value(largest) as largest
from shown join largest using (group_id)
group by group_id
