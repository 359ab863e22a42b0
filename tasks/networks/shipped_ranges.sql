-- The shipped file keeps IPv4 addresses as 32-bit numbers, which compress better; here they move to their
-- IPv4-mapped place among the 128-bit numbers, as address_number(written) has them.
select
    281470681743360::uhugeint + first as first,
    281470681743360::uhugeint + last as last,
    asn::bigint as asn,
    country
from read_parquet($path)
order by first
