-- Where addresses come from: large ranges of the reference by kind and country; those of well-known VPN networks apart.
create temp table nets as
with ranges as (
    select
        case when regexp_matches(organization, '(?i)m247|datacamp|nordvpn|packethub|clouvider') then 'vpn'
             else kind end as net,
        country, first::bigint as first, (last::bigint - first::bigint + 1) as size
    from read_parquet(getvariable('ranges_file')) join read_parquet(getvariable('systems_file')) using (asn)
    where last - first >= 1023 and country is not null
),
everywhere as (
    select * from ranges union all select net, '*', first, size from ranges where net in ('vpn', 'hosting', 'access')
),
kept as (
    select * from everywhere
    qualify row_number() over (partition by net, country order by hash(first, getvariable('seed'))) <= 400
)
select net, country, list(first order by first) as firsts, list(size order by first) as sizes from kept group by all;
