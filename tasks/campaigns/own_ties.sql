-- Ties inside groups of the kinds that speak for them and can hold a group together, but addresses, which strangers share
-- too, and values that many others have: a tool's scaffold joins a campaign with a class.
select groups.group_id, groups.account_id, ties.signal, ties.value
from groups join ties using (account_id) join speaking using (group_id, signal) join weights using (signal)
where ties.family <> 'network' and membership > 0
qualify count(*) over (partition by groups.group_id, ties.signal, ties.value) >= 0.9 * ties.accounts
