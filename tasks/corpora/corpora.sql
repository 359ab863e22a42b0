-- The clusters with a sample of each account's prompts: those of the smallest fingerprints, so that accounts that asked the
-- same have the same in their samples.
select clustered.*, sampled.items
from clustered
join (
    select account_id, list_sort(list_distinct(flatten(list(items))))[:32] as items from account_words group by account_id
) as sampled using (account_id)
