-- How long an account of a campaign acted for it, in the world's time, until it was first linked.
select account_id,
       date_diff('second', greatest(first_bad, getvariable('first_day')::timestamptz), min(first_linked)) / 86400 as days
from members join known using (account_id)
where campaign is not null
group by account_id, first_bad
