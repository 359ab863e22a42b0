-- Suspected thefts as groups of accounts: whose keys are suspected to be in one thief's hands, and since when.
select group_id, account_id, min(since) as since, max(likelihood) as likelihood, min(p_value) as p_value,
       any_value(families order by life) as families
from lives where suspected
group by group_id, account_id
