-- Lives as they are kept: the owner's first, whichever was seen first. Of a suspected theft, the life that goes through the
-- thief's door is the thief's, and nothing speaks against the others.
select
    account_id, row_number() over (partition by account_id order by suspected, weighed.life)::integer as life,
    weighed.life as begun_as, since, last_ts, requests, new, list_slice(asns, 1, 8)::varchar[] as asns,
    list_slice(agents, 1, 8) as agents, list_slice(models, 1, 16) as models, own_key, goes_on, owner, habit_p_value,
    suspected, groups.group_id, groups.likelihood, groups.p_value, coalesce(groups.families, []) as families,
    case when not suspected then coalesce(groups.reason, weighed.reason) end as reason
from (
    select weighed.*, coalesce(groups.group_id is not null and groups.reason is null, false) as suspected
    from weighed left join groups using (account_id, life)
) as weighed left join groups using (account_id, life)
