-- Hand-offs from what one payer's account began to another payer's. A firm may pay with several cards: accounts of one mail
-- domain of its own don't count.
select from_account, to_account
from handoffs
join everybody as one on one.account_id = from_account
join everybody as other on other.account_id = to_account
where one.payment <> other.payment and (one.email_domain is distinct from other.email_domain or one.public_mail)
