-- Keyed fingerprints and masks. HMAC is written out (RFC 2104) because DuckDB has the hash only; the two pads are
-- put in by the connection that runs this, so that the key stands in no query's text elsewhere.
create or replace temp macro keyed(t) as
    sha256(getvariable('outer_pad')::blob || unhex(sha256(getvariable('inner_pad')::blob || encode(t))));
create or replace temp macro keyed_value(kind, t) as left(keyed(kind || ':' || t), 32);
create or replace temp macro keyed_text(t) as ('0x' || left(keyed(t), 16))::ubigint;

-- What looks like an e-mail address or a telephone number is masked wherever a landed string is kept.
create or replace temp macro masked(t) as regexp_replace(
    regexp_replace(t, '[^\s<>"''(),;:]+(@|%40)[^\s<>"''(),;:]+', '[e-mail]', 'g'),
    '(\+|\b00)[0-9][0-9 ().-]{6,}[0-9]', '[phone]', 'g');
create or replace temp macro looks_personal(t) as masked(t) <> t or regexp_full_match(t, '\+?[0-9]{9,15}');

-- An id that is itself an e-mail address or a telephone number is replaced by one that is not.
create or replace temp macro safe_id(kind, t) as
    case when looks_personal(t) then kind || '-' || left(keyed(kind || ':' || lower(t)), 16) else t end;
create or replace temp macro broken_id(t) as length(t) > 256 or regexp_matches(t, '[\x00-\x1f\x7f]');
create or replace temp macro tidy(t, n) as
    nullif(left(masked(regexp_replace(trim(t), '[\x00-\x1f\x7f]+', ' ', 'g')), n), '');

-- For quarantine: a short word without spaces stays, all else is told by its length alone.
create or replace temp macro shown(t) as case
    when t is null then null
    when regexp_full_match(t, '[A-Za-z0-9_.:/+-]{1,80}') and not looks_personal(t) then t
    else '<' || length(t) || ' characters>' end;
