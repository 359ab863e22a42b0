-- What accounts used, for methods that are given a graph of accounts and values: a row for each account, kind and value.
-- Nothing is filtered: what a method does about a carrier's address is its own affair.
select account_id, 'card' as kind, payment as value from accounts where payment is not null
union select account_id, 'device', device from accounts where device is not null
union select account_id, 'document', document from accounts where document is not null
union select account_id, 'phone', phone from accounts where phone is not null
union select account_id, 'address', signup_ip from accounts where signup_ip is not null
union select account_id, 'address', ip from requests where ip is not null
