-- Accounts that the staged day suspects and no published day up to it did, and whether each pays and looks honest:
-- with an instrument that no other account has, older than the settings say, not known to be unverified.
with suspected as (
    select distinct account_id from members
    where account_id not in (select account_id from suspected_before)
),
payers as (
    select account_id, created_at, verification_level, count(*) over (partition by payment) as payers
    from accounts where payment is not null
)
select
    account_id,
    coalesce(payers = 1 and created_at < getvariable('day') - to_days($paying_days::integer)
        and coalesce(verification_level, '') <> 'none', false) as paying
from suspected left join payers using (account_id)
