-- The population that groups are held against: every account of the newest snapshot or with a request in the fortnight.
select
    account_id, created_at, organization, email_domain, public_mail, payment, verification_level,
    active_accounts.account_id is not null as active,
    coalesce(active_accounts.has_address, false) as has_address
from accounts
full join (
    select account_id, max(addresses) > 0 as has_address from account_days
    where dt > getvariable('day') - interval 14 day
    group by account_id
) as active_accounts using (account_id)
