-- shared_address. Sees: accounts behind one client address. Misses: an exit for each account. Innocent: carriers,
-- campuses, offices, VPNs, families. Evaded by: residential exits, one an account.
select account_id, 'network' as family, 'shared_address' as signal,
       -- One IPv6 customer has a whole network, so its /48 stands for the address.
       case when contains(ip, ':') then network else ip end as value, count(*) as uses, 1 as variants
from requests
where ip is not null and network_kind <> 'private' and network is not null
group by all
union all
-- shared_scaffold. Sees: one text round changing items, by the masked ends of prompts. Misses: scaffolds worded anew for
-- each account. Innocent: popular tools, courses, public prompt collections. Evaded by: rewording.
select account_id, 'content', 'shared_scaffold', edge || ':' || printf('%016x', mark), count(*), count(distinct item)
from (
    select account_id, item, 'head' as edge, head as mark from requests where head is not null
    union all
    select account_id, item, 'tail', tail from requests where tail is not null
)
group by all
-- Without a changing item it is a repeated question, no scaffold.
having count(distinct item) >= 2
