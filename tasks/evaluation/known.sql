-- The accounts that a detector could know of by the last day, with the truth about each. Who is to act for a campaign only
-- later is neither honest nor to be found, and is left out.
select truth.*
from truth
where account_id in (select account_id from accounts union select account_id from account_days)
  and (campaign is null or coalesce(first_bad::date <= getvariable('day'), true))
