-- Ranges of an operator's database: Arrow has no 128-bit integers, so they come in halves.
select
    * exclude (first_high, first_low, last_high, last_low),
    (first_high::uhugeint << 64) | first_low::uhugeint as first,
    (last_high::uhugeint << 64) | last_low::uhugeint as last
from network_records
order by first
