-- The client that each account used on most days of the fortnight, and its product: what is written before the version.
with used as (
    select account_id, max({'days': days, 'client': client}).client as client
    from (
        select account_id, client, count(*) as days from account_days
        where dt > getvariable('day') - interval 14 day and client is not null
        group by all
    )
    group by account_id
),
products as (
    select client, lower(regexp_extract(client, '^[^/ (]+')) as product from (select distinct client from used)
)
select account_id, dense_rank() over (order by client) as client, dense_rank() over (order by product) as product
from used join products using (client)
order by account_id
