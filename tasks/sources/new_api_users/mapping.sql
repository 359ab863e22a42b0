-- The `users` table of new-api (v1.0.0-rc.33) and one-api (v0.6.10), model/user.go, to the contract's columns as text.
-- `first_key_at` is not a column of it: pull.sql adds when the account's first key was made.
select
    source_file, row_number, broken,
    id as account_id,
    null::varchar as organization,
    -- one-api keeps no time of sign-up, and new-api none of accounts older than the column. one-api makes an account's
    -- first key with the account; in new-api a customer makes it before the first request.
    coalesce(make_timestamptz(try_cast(
        1e6 * coalesce(nullif(try_cast(created_at as double), 0), try_cast(first_key_at as double)) as bigint))::varchar,
        nullif(created_at, '0')) as created_at,
    email,
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
    "group" as plan,
    null::varchar as verification_level,
    null::varchar as id_document_hash,
    null::varchar as verified_at,
    nullif(inviter_id, '0') as invited_by,
    -- Administrators (10) and the root user (100) are no customers.
    not broken and coalesce(try_cast(role as integer) >= 10, false) as left_out
from landed
