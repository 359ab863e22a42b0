select
    'g-' || left(sha256(groups.group_id), 10) as group_id, groups.account_id,
    count(*) over (partition by groups.group_id) as group_accounts,
    judged.families as evidence_families, judged.p_value, judged.reason
from groups join judged using (group_id)
where judged.reason is not null
