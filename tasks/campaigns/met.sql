-- Pairs of accounts of one group between which conversations crossed from one payer to another.
select distinct one.group_id, least(from_account, to_account) as one, greatest(from_account, to_account) as other
from crossed
join groups as one on one.account_id = from_account
join groups as other on other.account_id = to_account and other.group_id = one.group_id
