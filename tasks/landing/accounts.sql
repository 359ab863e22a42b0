-- The day's snapshot of accounts, one row an account, contact details keyed so that equal ones still compare.
with single as (
    select * from "taken landing/accounts"
    where refused_for is null and rowid not in (select id from "duplicates landing/accounts")
),
parts as (
    select *, lower(trim(email)) as address, lower(split_part(trim(email), '@', 2)) as domain from single
)
select
    safe_id('account', parts.account_id) as account_id, tidy(parts.organization, 200) as organization, created_at,
    keyed_value('email', address) as email,
    case when regexp_full_match(domain, '[a-z0-9.-]{1,253}') then domain end as email_domain,
    mail_shape(split_part(address, '@', 1)) as mail_shape,
    case when domain <> '' then domain in (from public_mail) end as public_mail,
    keyed_value('phone', nullif(regexp_replace(phone, '[^0-9]', '', 'g'), '')) as phone,
    declared_country, billing_country, payment_country, nationality,
    keyed_value('payment', payment_fingerprint) as payment, keyed_value('device', device_id) as device,
    keyed_value('document', id_document_hash) as document,
    case when place.ip_version is not null then signup_ip end as signup_ip, place.network_kind as signup_network_kind, place.country as signup_country,
    word(timezone, 50) as timezone, tidy(plan, 50) as plan, verification_level, verified_at,
    safe_id('account', parts.invited_by) as invited_by
from parts
left join places as place on place.ip = parts.signup_ip
