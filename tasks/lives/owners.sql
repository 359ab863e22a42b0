-- Customers: who pays, else whose mail domain it is, else the account itself. Ten seats of one firm are one owner.
select account_id, coalesce(any_value(coalesce(payment, case when not public_mail then email_domain end)), account_id) as owner
from (select distinct account_id from contexts) left join accounts using (account_id)
group by account_id
