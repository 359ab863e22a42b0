-- What the settings may have done to a landed value. What cannot be done is left as it is, or as '?', for landing to
-- tell or to drop; the words that it drops are counted.
create or replace temp macro as_zoned(t, zone) as
    case when regexp_matches(t, '(?i)[0-9]:[0-9]{2}.*(z|[+-][0-9]{2}(:?[0-9]{2})?)$') then t
         else coalesce(timezone(zone, try_cast(t as timestamp))::varchar, t) end;
create or replace temp macro as_written(t, form, zone) as
    coalesce(timezone(zone, try_strptime(t, form)::timestamp)::varchar, t);
create or replace temp macro as_written_zoned(t, form) as coalesce(try_strptime(t, form)::timestamptz::varchar, t);
create or replace temp macro since_1970(t, a_second) as
    coalesce(make_timestamptz(try_cast(try_cast(t as double) / a_second * 1e6 as bigint))::varchar, t);

-- Cards and IBANs are written in groups, or not.
create or replace temp macro as_hash(kind, t) as keyed_value(kind, nullif(regexp_replace(t, '\s+', '', 'g'), ''));

create or replace temp macro as_country(t) as
    case when trim(t) <> ''
         then coalesce((select any_value(code) from country_names where name = country_name(t)), '?') end;
create or replace temp macro as_e164(t) as
    case when trim(t) <> ''
         then coalesce((select any_value(number) from phone_numbers where landed_as = t), '?') end;
