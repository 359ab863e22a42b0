-- The rules that a fraud desk writes first: whoever shares a card, a device, a document or an address with two others or
-- more. An account on several such values stands in the group of the one with most accounts.
select account_id, kind || ' ' || value as group_id
from (
    select *, count(*) over (partition by kind, value) as accounts
    from shared_values where kind in ('card', 'device', 'document', 'address')
)
where accounts >= 3
qualify row_number() over (partition by account_id order by accounts desc, kind, value) = 1
order by account_id
