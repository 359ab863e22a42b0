-- A country's name as it is compared: without capitals, accents, signs and little words.
create or replace temp macro country_name(t) as
    trim(replace(regexp_replace(
        trim(regexp_replace(strip_accents(lower(t)), '[\s\p{P}\p{S}]+', ' ', 'g')),
        '^the | (the|and)( the)?( |$)', ' ', 'g'), 'saint ', 'st '));
