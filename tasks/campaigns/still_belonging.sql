-- Who belongs to a part that passed, or to what is left of a whole.
select regrouped.group_id, account_id, belonging.weight
from regrouped join belonging using (account_id) where whole_id is null
union all
select regrouped.group_id, account_id, whole_belonging.weight
from regrouped join whole_belonging using (account_id) where whole_id is not null
