-- What the provider did that day, contact details in its own words masked.
select safe_id('account', account_id) as account_id, ts, action, tidy(reason, 500) as reason
from "taken landing/actions"
where refused_for is null and rowid not in (select id from "duplicates landing/actions")
