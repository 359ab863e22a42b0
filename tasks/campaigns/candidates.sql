select
    'g-' || left(sha256(groups.group_id), 10) as group_id, groups.account_id,
    count(*) over (partition by groups.group_id) as group_accounts,
    judged.families as evidence_families, coalesce(speaking.signals, []) as evidence_signals,
    judged.p_value, judged.reason
from groups join judged using (group_id)
left join (
    select group_id, list(signal order by signal) as signals from findings where supports group by group_id
) as speaking using (group_id)
where judged.reason is not null
-- One whose group went to a campaign is no group.
qualify group_accounts >= 2
