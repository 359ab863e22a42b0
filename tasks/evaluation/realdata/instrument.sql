-- Somebody outside whom wallets dealt with of which each was first used soon after the one before: what a payment instrument
-- is to us. A gap of over `stretch` seconds begins another value.
with gaps as (
    select wallet, outside, first_hop_ts,
           first_hop_ts - lag(first_hop_ts) over (partition by outside order by first_hop_ts, wallet) > getvariable('stretch') as begins
    from met join labels on address = wallet
)
select wallet as account_id,
       outside || ' ' || sum(coalesce(begins, false)::int) over (partition by outside order by first_hop_ts, wallet) as value
from gaps
