-- Of the groups that passed, accounts that without the strangers lost more than half of what tied them to the group.
select account_id from belonging semi join passed using (group_id) left join tie_weights using (group_id, account_id)
where coalesce(tie_weights.weight, 0) < belonging.weight / 2
