-- Groups that have lost accounts since they were judged.
select group_id from groups join judged_before using (group_id)
group by group_id having count(*) < any_value(judged_before.accounts)
