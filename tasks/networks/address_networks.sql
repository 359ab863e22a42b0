-- One row for each row of addresses(ip VARCHAR): where the address belongs. Needs what load_networks makes.
with numbers as (
    select ip, address_number(ip) as number from addresses
),

placed as (
    select
        numbers.ip,
        numbers.number,
        is_reserved(numbers.number) as reserved,
        network_ranges.last,
        network_ranges.asn,
        network_ranges.country
    from numbers
    asof left join network_ranges on numbers.number >= network_ranges.first
),

found as (
    select
        ip,
        number,
        reserved,
        case when number <= last and not reserved then asn end as asn,
        case when number <= last and not reserved then country end as country
    from placed
)

select
    found.ip,
    case when number >> 32 = 65535 then 4 when number is not null then 6 end::integer as ip_version,
    network_of(found.number) as network,
    found.asn,
    autonomous_systems.organization,
    found.country,
    case
        when found.reserved then 'private'
        when found.asn is null then 'unknown'
        else coalesce(autonomous_systems.kind, 'access')
    end as network_kind
from found
left join autonomous_systems on found.asn = autonomous_systems.asn
