-- Families that could say nothing, because no row of the fortnight carried what they need.
with filled as (
    select (select count(payment) from everybody) as payment,
           (select count(created_at) from everybody) as identity,
           (select sum(addresses) from account_days) as network,
           (select sum(prompts) from account_days) as content,
           (select sum(prompts) from account_days) as extraction,
           (select sum(prompts) from account_days) as timing
)
select family from (unpivot (select * replace (coalesce(network, 0)::bigint as network, coalesce(content, 0)::bigint as content,
    coalesce(extraction, 0)::bigint as extraction, coalesce(timing, 0)::bigint as timing) from filled)
    on payment, identity, network, content, extraction, timing into name family value filled)
where filled = 0
