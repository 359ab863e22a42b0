-- The account holders of one slice of the groups, with the habits of their group and their own addresses.
create or replace temp table players as
select
    people.grp, people.id, people.account_id, people.member, people.label, people.level, people.kind,
    people.acts_from, people.acts_to, people.clock,
    pick(getvariable('countries'), key(people.grp, 0, 'operator'), 'country').clock as operator_clock,
    row_number() over (partition by people.grp order by people.generation, people.member) - 1 as seat,
    count(*) over (partition by people.grp) as seats,
    groups.* exclude (grp, row, size, payer, device, document, free, verified, contradicts, signup, age, lifespan, begins,
                      addresses, banned),
    groups.size, kinds.place, kinds.hours, kinds.dealt, kinds.client, kinds.scaffold, kinds.topic, kinds.shape,
    [address_in(own.firsts, own.sizes, key(people.id, 0, 'home')),
     address_in(own.firsts, own.sizes, key(people.id, 1, 'home')),
     address_in(coalesce(mobile.firsts, own.firsts), coalesce(mobile.sizes, own.sizes), key(people.id, 2, 'home'))] as homes,
    pools.ips
from people
join groups using (grp)
join kinds using (row)
left join pools using (grp)
left join nets as own on own.net = 'access' and own.country = people.country
left join nets as mobile on mobile.net = 'mobile' and mobile.country = people.country
where people.grp % getvariable('slices') = getvariable('slice');
