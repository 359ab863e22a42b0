-- Keyed fingerprints and masks. HMAC is written out (RFC 2104) because DuckDB has the hash only; the two pads are
-- put in by the connection that runs this, so that the key stands in no query's text elsewhere.
create or replace temp macro keyed(t) as
    sha256(getvariable('outer_pad')::blob || unhex(sha256(getvariable('inner_pad')::blob || encode(t))));
create or replace temp macro keyed_value(kind, t) as left(keyed(kind || ':' || t), 32);

-- The shape of an e-mail name: `8-15 a.a99` for john.smith42. Thousands share one; what is long or odd is told by its length.
create or replace temp macro letters_and_digits(t) as
    regexp_replace(regexp_replace(regexp_replace(t, '[^0-9._+-]+', 'a', 'g'), '[0-9]', '9', 'g'), '9{5,}', '99999', 'g');
create or replace temp macro mail_shape(t) as case when t <> '' then
    case when length(t) < 8 then '1-7 ' when length(t) < 16 then '8-15 ' else '16- ' end
    || case when length(letters_and_digits(t)) <= 8 then letters_and_digits(t) else '*' end end;

-- What looks like an e-mail address or a telephone number is masked wherever a landed string is kept.
-- (Few strings hold the signs of one, and looking for a sign costs a tenth of a regular expression.) A bare run of digits
-- is left alone: account numbers are written so too.
create or replace temp macro masked(t) as
    case when contains(t, '@') or contains(t, '%40') or contains(t, '+') or contains(t, '00') then regexp_replace(
        regexp_replace(t, '("[^"]*"|[^\s<>"''(),;:]+)(@|%40)[^\s<>"''(),;:]+', '[e-mail]', 'g'),
        '(\+|\b00)[0-9][0-9 ().-]{6,}[0-9]', '[phone]', 'g') else t end;
create or replace temp macro looks_personal(t) as
    masked(t) <> t or regexp_full_match(t, '(tel:|\(?[0-9]{2,5}\)?[ ().-]+)[0-9][0-9 ().-]{4,}[0-9]');
-- Free text may hold a number written the local way; ids and versions are left alone.
create or replace temp macro masked_text(t) as
    regexp_replace(masked(t), '\(?\b[0-9]{2,5}\)?[ /-][0-9][0-9 /-]{4,}[0-9]\b', '[phone]', 'g');

-- An id that is itself an e-mail address or a telephone number is replaced by one that is not.
create or replace temp macro safe_id(kind, t) as
    case when looks_personal(t) then kind || '-' || left(keyed(kind || ':' || t), 16) else t end;
create or replace temp macro broken_id(t) as length(t) > 256 or regexp_matches(t, '[\x00-\x1f\x7f]');
create or replace temp macro on_one_line(t) as
    case when regexp_matches(t, '[\x00-\x1f\x7f]') then regexp_replace(t, '[\x00-\x1f\x7f]+', ' ', 'g') else t end;
create or replace temp macro tidy(t, n) as nullif(left(masked_text(on_one_line(trim(t))), n), '');

-- A key that was logged in clear is not kept in clear.
create or replace temp macro hashed(t) as case when starts_with(t, 'sk-') then sha256(t) else t end;
-- One token, or else only its length: what a caller may write into a field of ours.
create or replace temp macro word(t, n) as case
    when t is null or trim(t) = '' then null
    when regexp_full_match(t, '[^\s\x00-\x1f\x7f]{1,100}') then left(masked(t), n) else '<' || length(t) || ' characters>' end;

-- For quarantine: a short word without spaces stays, all else is told by its length alone.
create or replace temp macro shown(t) as case
    when t is null then null
    when regexp_full_match(t, '[A-Za-z0-9_.:/+-]{1,80}') and not looks_personal(t) then t
    else '<' || length(t) || ' characters>' end;
