-- The day's answers so far and the new one, what looks like contact details in free text masked.
select * exclude (dt) from approvals
union all by name
select
    'a-' || left(sha256(concat_ws(chr(31), given_at::varchar, digest, answer, who, why)), 10) as approval_id,
    * replace (
        coalesce(tidy(who, 100), 'not said') as who, coalesce(tidy(why, 500), 'not said') as why,
        given_at::timestamptz as given_at
    )
from given
