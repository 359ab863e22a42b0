-- LiteLLM_VerificationToken, to the contract's columns as text.
-- Columns as in LiteLLM 1.106.2 (litellm/proxy/schema.prisma).
select
    source_file, row_number, broken,
    -- As the requests' mapping names the account of a key without an owner; `token` is the key's hash there and here.
    'key-' || hashed(token) as account_id,
    -- The names are not of this table: pull.sql joins them.
    coalesce(nullif(organization_alias, ''), nullif(team_alias, ''), nullif(organization_id, ''), team_id)
        as organization,
    -- timestamp(3) without a zone, in which Prisma keeps UTC.
    created_at || case when regexp_matches(created_at, ':\d\d:\d\d(\.\d+)?$') then 'Z' else '' end as created_at,
    null::varchar as email,
    null::varchar as phone,
    null::varchar as declared_country,
    null::varchar as billing_country,
    null::varchar as payment_country,
    null::varchar as nationality,
    null::varchar as payment_fingerprint,
    null::varchar as device_id,
    null::varchar as signup_ip,
    null::varchar as signup_user_agent,
    null::varchar as timezone,
    null::varchar as plan,
    null::varchar as verification_level,
    null::varchar as id_document_hash,
    null::varchar as verified_at,
    null::varchar as invited_by,
    -- The owner's account is in LiteLLM_UserTable.
    coalesce(user_id, '') <> '' as left_out
from landed
