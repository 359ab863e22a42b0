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

-- Rare ones, dealt with by wallets first used within a week of the next: what a payment instrument is to us. A gap of over
-- a week begins another value.
create temp table instrument as
with rare as (
    select wallet, outside, first_hop_ts / 86400 as day
    from met join labels on address = wallet
    qualify count(*) over (partition by outside) <= 50
),
gaps as (
    select *, day - lag(day) over (partition by outside order by day, wallet) > 7 as begins from rare
)
select wallet, outside || ' ' || sum(coalesce(begins, false)::int) over (partition by outside order by day, wallet) as value
from gaps;
