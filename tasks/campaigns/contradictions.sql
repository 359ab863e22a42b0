-- contradicting_places. Sees: accounts that show another place than they claim: the countries given, billed and paid from
-- disagree; nearly all requests come from none of them; or most are sent at night by the claimed clock. Misses: personas
-- with exits at home. Innocent: travellers, expatriates, relays, multinationals, an event with guests, addresses that the map
-- puts in a wrong country. Evaded by: exits in the claimed country.
-- Countries are only compared with each other: which ones they are changes nothing. It never makes a group a campaign.
with asked as (
    select account_id, declared_country, billing_country, payment_country,
           list_filter([declared_country, billing_country, payment_country], lambda c: c is not null) as claimed, timezone
    from accounts
),
clocks as (
    -- A name that is none stands for no clock.
    select name as timezone, round(date_diff('minute', noon at time zone 'UTC', noon at time zone name) / 60)::bigint as ahead
    from (select distinct timezone as name from asked) join pg_timezone_names() using (name),
         (select getvariable('day')::timestamptz + interval 12 hour as noon)
),
days as (
    select account_id, dt, requests, country, in_country, by_hour from account_days
    where dt > getvariable('day') - interval 14 day
),
shown as (
    select account_id, country, sum(in_country) as from_there from days where country is not null group by all
),
places as (
    select account_id, max({'requests': from_there, 'country': country}) as most from shown group by account_id
),
rhythms as (
    select account_id, count(*) as days, sum(requests) as requests,
           sum(list_sum(list_transform(range(6), lambda h: by_hour[1 + (h - ahead + 48) % 24]))) as at_night
    from days left join asked using (account_id) left join clocks using (timezone)
    group by account_id
),
told as (
    select account_id,
           coalesce(list_unique(claimed) > 1, false) as claims,
           coalesce(len(claimed) > 0 and most.requests >= greatest(10, 0.8 * rhythms.requests)
                    and not list_contains(claimed, most.country), false) as elsewhere,
           coalesce(days >= 3 and rhythms.requests >= 30 and at_night >= 0.5 * rhythms.requests, false) as at_night
    from rhythms join asked using (account_id) left join places using (account_id)
),
counted as (
    select account_id, claims or elsewhere or at_night as has from told
),
everyone as (
    select count(*) as population, count(*) filter (where has) as accounts from counted
)
select group_id, 'geography' as family, 'contradicting_places' as signal,
       count(*) filter (where has) as inside, count(*) as cohort,
       any_value(everyone.accounts) as accounts, any_value(everyone.population) as population, 1 as tries
from groups join counted using (account_id), everyone
group by group_id
having count(*) filter (where has) >= 2
order by group_id
