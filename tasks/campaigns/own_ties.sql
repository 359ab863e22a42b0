-- Ties inside groups of the kinds that speak for them, but addresses, which strangers share too.
select groups.group_id, groups.account_id, ties.signal, ties.value
from groups join ties using (account_id) join speaking using (group_id, signal)
where ties.family <> 'network'
