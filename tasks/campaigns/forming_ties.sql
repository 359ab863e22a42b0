-- Ties of the kinds that make groups, inside each group.
select group_id, groups.account_id, signal, value from groups join ties using (account_id) where forming
