-- What speaks against a group, each with its name: how many of its accounts show it.
with members as (
    select groups.group_id, everybody.* from groups join everybody using (account_id)
),
sizes as (
    select group_id, count(*) as accounts from members group by group_id
),
named as (
    select group_id, name, count(distinct account_id) as accounts from (
        select group_id, account_id, unnest([
            -- A public mail provider's domain is nobody's own.
            case when not public_mail then email_domain end, lower(organization)]) as name
        from members
    ) where name is not null group by group_id, name
),
paid as (
    select group_id, payment, count(*) as accounts from members where payment is not null group by group_id, payment
),
own_address as (
    select group_id, count(*) as inside from members
    where active and has_address and account_id not in (select account_id from links where signal = 'shared_address')
    group by group_id
),
found as (
    select group_id, 'one_organisation' as signal, 'identity' as family, max(accounts) as inside
    from named group by group_id
    union all
    select group_id, 'one_payer', 'payment', max(accounts) from paid group by group_id
    union all
    select group_id, 'own_instruments', 'payment', count(*) from paid where accounts = 1 group by group_id
    union all
    select group_id, 'own_addresses', 'network', inside from own_address
    union all
    select group_id, 'verified_identities', 'identity', count(*) from members
    where verification_level = 'id' group by group_id
    union all
    select group_id, 'long_standing_accounts', 'identity', count(*) from members
    where created_at < getvariable('day') - interval 180 day group by group_id
)
select group_id, signal, family, inside, accounts
from found join sizes using (group_id)
-- One or two of many are no pattern; an identity shown is worth a word whoever shows it.
where inside >= 2 or signal = 'verified_identities'
