-- The largest part of each group that hand-offs between payers knit together, where they close rings: as many pairs at
-- least as accounts. `all_pairs` are there of them, among `population` active accounts.
with parts as (
    select met.group_id, knit.group_id as part, count(*) as pairs
    from met join knit on knit.account_id = met.one group by all
),
sizes as (
    select group_id as part, count(*) as accounts from knit group by group_id
),
largest as (
    select group_id, accounts, pairs from parts join sizes using (part)
    qualify row_number() over (partition by group_id order by accounts desc, pairs desc, part) = 1
)
select group_id, accounts, pairs, cohort,
       (select count(distinct (least(from_account, to_account), greatest(from_account, to_account))) from crossed) as all_pairs,
       (select count(*) filter (where active) from everybody) as population
from largest join (select group_id, count(*) as cohort from groups group by group_id) using (group_id)
where pairs >= accounts
order by group_id
