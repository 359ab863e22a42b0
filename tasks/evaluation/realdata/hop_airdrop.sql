-- Wallets of the airdrop as accounts. A transfer between two of them is taken for a conversation handed over: somebody
-- holds both. Hubs that the organisers listed (exchanges, contracts, grants) are left out at both ends; their list of
-- wallets that may fund others is no list of hubs.
create temp table hubs as select distinct address from infra where kind not like 'WL%';

create temp table direct as
select least(src, dst) as one, greatest(src, dst) as other
from edges
where src <> dst and src in (select address from labels) and dst in (select address from labels)
group by all;

create temp table tied as
select * from direct where one not in (from hubs) and other not in (from hubs);

-- Somebody outside whom a wallet dealt with: what an address is to us, shared by strangers and worth little alone.
create temp table met as
select distinct wallet, outside from (
    select src as wallet, dst as outside from edges union all select dst, src from edges
)
where wallet in (select address from labels) and outside not in (select address from labels)
  and outside not in (from hubs) and wallet not in (from hubs);
