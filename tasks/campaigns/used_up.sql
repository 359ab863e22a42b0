-- An account made for its free credit is new when it begins, and done within two days.
select account_id, ln(sum(requests)) as spent, min(first_ts) as begun,
       min(first_ts) < any_value(created_at) + interval 4 day
       and max(last_ts) < min(first_ts) + interval 2 day
       and max(last_ts) < getvariable('day')::timestamptz as burnt
from account_days left join everybody using (account_id)
group by account_id
