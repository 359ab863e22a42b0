-- Properties of honest accounts that must not decide who is accused: where they say they are or come from, whether their
-- address is shared by strangers (ten accounts and more, as behind a carrier's), and which client they use most.
with used as (
    select account_id, mode(country) as seen_country, mode(ip) as ip, mode(split_part(user_agent, '/', 1)) as client
    from requests group by account_id
),
crowded as (
    select ip from requests where ip is not null group by ip having count(distinct account_id) >= 10
)
select known.account_id,
       coalesce(declared_country, 'none') as "declared country", coalesce(seen_country, 'none') as "address country",
       case when used.ip is null then 'none' when used.ip in (from crowded) then 'shared' else 'own' end as address,
       coalesce(client, 'none') as client
from known left join accounts using (account_id) left join used using (account_id)
where campaign is null
