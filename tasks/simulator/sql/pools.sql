-- The addresses that a group has in common. Those of a carrier or of a VPN are the same ones for whoever uses it;
-- an exit pool lies in homes of many countries.
create temp table pools as
with place as (
    select distinct on (grp) groups.grp, kinds.place, people.country, ceil(addresses)::integer as many
    from groups join kinds using (row) join people using (grp)
    where addresses >= 1 order by grp, member
),
wanted as (
    select
        grp,
        case place when 'office' then 'access' when 'campus' then 'education' when 'carrier' then 'mobile'
                   when 'pool' then 'access' else place end as net,
        case when place in ('vpn', 'hosting', 'pool') then '*' else country end as country,
        case place
            when 'carrier' then key(country, key(grp, n, 'exit') % getvariable('carrier_exits')::ubigint, 'carrier')
            when 'vpn' then key(0, key(grp, n, 'exit') % getvariable('vpn_exits')::ubigint, 'vpn')
            else key(grp, n, place)
        end as k
    from (select *, unnest(range(many)) as n from place)
)
-- A country without a range of that kind has its homes'.
select grp, list(address_in(coalesce(nets.firsts, homes.firsts), coalesce(nets.sizes, homes.sizes), k) order by k) as ips
from wanted
left join nets using (net, country)
left join nets as homes on homes.net = 'access' and homes.country = wanted.country
group by grp;
