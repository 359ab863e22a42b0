-- What speaks against a group, each with its name: how many of its accounts show it. `clears` asks for it to be nobody's
-- campaign at all: one organisation, known by its own mail domain or name, whose accounts came over time.
with members as (
    select groups.group_id, everybody.* from groups join everybody using (account_id)
),
sizes as (
    select group_id, count(*) as accounts from members group by group_id
),
named as (
    select group_id, name, count(*) as accounts from (
        select group_id, account_id, unnest([
            -- A public mail provider's domain is nobody's own.
            case when not public_mail then email_domain end, lower(organization)]) as name
        from members
    ) where name is not null group by all
),
organisation as (
    select named.group_id, max(named.accounts) as inside from named group by named.group_id
),
own_payment as (
    select group_id, sum(alone) as inside from (
        select group_id, payment, case when count(*) = 1 then 1 else 0 end as alone
        from members where payment is not null group by all
    ) group by group_id
),
own_address as (
    select group_id, count(*) as inside from members
    where active and has_address and account_id not in (select account_id from ties where signal = 'shared_address')
    group by group_id
)
select group_id, 'one_organisation' as signal, 'identity' as family, inside, accounts,
       inside >= 0.8 * accounts and group_id not in (select group_id from made_together) as clears
from organisation join sizes using (group_id) where inside >= 2
union all
select group_id, 'own_instruments', 'payment', inside, accounts, false
from own_payment join sizes using (group_id) where inside >= 2
union all
select group_id, 'own_addresses', 'network', inside, accounts, false
from own_address join sizes using (group_id) where inside >= 2
union all
select group_id, 'verified_identities', 'identity', count(*), any_value(sizes.accounts), false
from members join sizes using (group_id) where verification_level = 'id' group by group_id
union all
select group_id, 'long_standing_accounts', 'identity', count(*), any_value(sizes.accounts), false
from members join sizes using (group_id) where created_at < getvariable('day') - interval 180 day group by group_id
