-- Accounts in the contract's shape; a thief's are their owners'.
create temp table accounts as
with named_parts as (
    select *,
        pick(getvariable('syllables'), id, 'a') || pick(getvariable('syllables'), id, 'b') as first_name,
        pick(getvariable('syllables'), id, 'c') || pick(getvariable('syllables'), id, 'd')
            || pick(getvariable('syllables'), id, 'e') as last_name,
        case when organization = 'account' or mail = 'account' then id else key(grp, 0, 'organization') end as firm
    from people where label is null or label <> 'stolen_keys'
),
written as (
    select *,
        pick(getvariable('syllables'), firm, 'f') || pick(getvariable('syllables'), firm, 'g')
            || pick(getvariable('syllables'), firm, 'h') as firm_name,
        case floor(u(id, 'spelling') * 5)::integer
            when 0 then first_name || '.' || last_name
            when 1 then left(first_name, 1) || last_name || floor(u(id, 'number') * 100)::integer
            when 2 then first_name || floor(1950 + u(id, 'number') * 60)::integer
            when 3 then last_name || '_' || first_name || floor(u(id, 'number') * 10)::integer
            else first_name || last_name || floor(u(id, 'number') * 1000)::integer end as local_part
    from named_parts
),
homes as (
    select written.*, address_in(own.firsts, own.sizes, key(id, 0, 'home')) as home_ip, pool.ips
    from written
    left join nets as own on own.net = 'access' and own.country = written.country
    left join pools as pool using (grp)
)
select
    account_id,
    case organization when 'none' then null else firm_name || pick([' GmbH', ' Ltd', ' Inc', ' Labs', ' SA'], firm, 'form') end
        as organization,
    created_at,
    case mail
        when 'own' then first_name || '.' || last_name || '@' || firm_name || '.example'
        when 'account' then first_name || '@' || firm_name || '.example'
        when 'relay' then lower(to_hex(id)) || '@' || pick(['privaterelay.appleid.com', 'duck.com', 'simplelogin.com'], id, 'relay')
        when 'disposable' then local_part || '@' || pick(['guerrillamail.com', 'mailinator.com', 'gmail.com'], id, 'mailbox')
        else local_part || '@' || pick(getvariable('mailboxes'), id, 'mailbox')
    end as email,
    '+' || prefix || (200000000 + key(id, 0, 'phone') % 700000000) as phone,
    case when contradicting and u(id, 'declares') < 0.5 then other_country else country end as declared_country,
    case when contradicting and u(id, 'bills') < 0.3 then other_country else country end as billing_country,
    case when is_free then null when contradicting and u(id, 'pays') < 0.6 then other_country else country end as payment_country,
    case when contradicting or u(id, 'born') < 0.05 then other_country else country end as nationality,
    case when not is_free then named('card-', key(grp, payer_no, 'card')) end as payment_fingerprint,
    named('dev-', key(grp, device_no, 'device')) as device_id,
    case when len(ips) > 0 and u(id, 'signs up there') < 0.7 then pick(ips, id, 'sign-up address') else home_ip end as signup_ip,
    pick(getvariable('browsers'), key(grp, device_no, 'device'), 'browser') as signup_user_agent,
    case when contradicting and u(id, 'clock') < 0.3 then 'UTC' else timezone end as timezone,
    case when is_free then 'free' else pick(['pro', 'pro', 'team', 'api', 'api'], key(grp, 0, 'plan'), 'plan') end as plan,
    case when is_verified then 'id' else pick(['none', 'email', 'email', 'phone'], id, 'level') end as verification_level,
    case when is_verified then named('doc-', key(grp, document_no, 'document')) end as id_document_hash,
    case when is_verified then created_at + days(u(id, 'verified at')) end as verified_at
from homes;
