-- Of each account the prompts of the smallest fingerprints, so that accounts that sent the same keep the same. What opens a
-- conversation is dealt out; what was refused is sent again, elsewhere; a word is nobody's task.
select account_id, item, list_sort(list_distinct(any_value(words order by request_id))) as words
from requests
where item = opening and status < 400 and len(words) >= 2
group by account_id, item
qualify row_number() over (partition by account_id order by item) <= getvariable('sampled_openings')
