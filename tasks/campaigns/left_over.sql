-- How many accounts of each group that passed would be left without those that hang on.
select group_id, count(*) as accounts
from groups semi join passed using (group_id) anti join hanging_on using (account_id)
group by group_id
