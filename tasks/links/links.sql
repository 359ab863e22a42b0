with population as (
    select count(*) as accounts from (
        select account_id from account_days union select account_id from accounts
    )
),
values_used as (
    -- What a thief used with an account's key is no tie of its owner's.
    select account_id, family, signal, value from account_values anti join life_values using (account_id, signal, value)
    group by all
    having signal <> 'shared_scaffold' or sum(variants) >= 3
    union
    select account_id, 'network', 'shared_address', signup_ip from accounts
    where signup_ip is not null and signup_network_kind not in ('private', 'unknown') and not contains(signup_ip, ':')
    -- shared_payment, shared_device, shared_document, shared_phone, shared_email. See: one instrument, machine, paper or
    -- contact behind several accounts. Miss: one for each account. Innocent: a firm, a family, a procurement office,
    -- a school's machines. Evaded by: virtual cards, emulators, numbers for cents.
    union select account_id, 'payment', 'shared_payment', payment from accounts where payment is not null
    union select account_id, 'identity', 'shared_device', device from accounts where device is not null
    union select account_id, 'identity', 'shared_document', document from accounts where document is not null
    union select account_id, 'identity', 'shared_phone', phone from accounts where phone is not null
    union select account_id, 'identity', 'shared_email', email from accounts where email is not null
    -- shared_inviter. Sees: accounts that one account invited, and that account. Misses: invitations bought or left out.
    -- Innocent: friends, a class, a blogger's followers. Evaded by: signing up without an invitation.
    union select account_id, 'identity', 'shared_inviter', invited_by from accounts where invited_by is not null
    union select invited_by, 'identity', 'shared_inviter', invited_by from accounts where invited_by in (select account_id from accounts)
    -- shared_corpus. Sees: accounts whose prompts are about the same things in the same manner. Misses: corpora as mixed as
    -- people are. Innocent: a course, a trade, a benchmark. Evaded by: cover traffic that outweighs the rest.
    union select account_id, 'content', 'shared_corpus', corpus from corpora
    union
    select unnest([from_account, to_account]), 'timing', 'conversation_handoff',
           least(from_account, to_account) || ' & ' || greatest(from_account, to_account)
    from handoffs
),
-- One machine that signed up several accounts, each from a network of its own, is no customer's; nor is one that signed up
-- a score, since people sign up on machines of their own.
contradicted as (
    select email_domain || ' ' || coalesce(payment, signup_ip) as organisation from accounts
    where not public_mail and device is not null and organisation is not null
    group by organisation, device
    having count(signup_ip) >= 3 and count(distinct regexp_replace(signup_ip, '[.:][^.:]*$', '')) >= 0.8 * count(signup_ip)
        or count(*) >= 20
),
organisations as (
    -- Seats of one customer: its own mail domain (nobody else can have an address there) and one payer, or where no payer
    -- is known one place of sign-up. The name that a customer gave counts for nothing: anyone can give it.
    select account_id, email_domain || ' ' || coalesce(payment, signup_ip) as organisation
    from accounts where not public_mail and organisation not in (from contradicted)
),
shared as (
    select values_used.*, count(*) over of_value as accounts_on_it,
           count(organisation) over of_value as seats, min(organisation) over of_value as one_seat,
           max(organisation) over of_value as other_seat
    from values_used left join organisations using (account_id)
    window of_value as (partition by signal, value)
),
weighed as (
    select
        account_id, family, signal, value, accounts_on_it as accounts,
        -- Surprise of the value among all accounts, scaled: two accounts give 1, everybody gives 0.
        round(greatest(0, 1 - ln(accounts_on_it / 2) / ln(greatest(population.accounts, 3) / 2)), 6) as weight,
        -- What only the seats of one customer share, its own failover among it, ties nobody to anybody.
        case when seats = accounts_on_it and one_seat = other_seat then 'one_organisation' end as explained,
        accounts_on_it > getvariable('hub_accounts')
            and accounts_on_it > getvariable('hub_share') * population.accounts as capped
    from shared, population
    where accounts_on_it >= 2
)
select
    account_id, family, signal, value, accounts, weight, explained,
    -- Groups are communities of all ties. Addresses and scaffolds are shared by strangers every day, and friends invite
    -- friends: these never count as what made a group, only a test can have them speak for it.
    family in ('payment', 'identity', 'timing') and signal <> 'shared_inviter' and not capped and explained is null as forming,
    capped
from weighed
