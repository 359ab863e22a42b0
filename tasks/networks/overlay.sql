-- Two sets of ranges as one: asn_ranges(first, last, asn) and country_ranges(first, last, country), each
-- without overlaps, give ranges(first, last, asn, country) in order. Both ends belong to a range. Where only
-- one set knows an address, the other's column is null; neighbours that say the same become one range.
with boundaries as (
    select first as boundary from asn_ranges
    union select last + 1 from asn_ranges
    union select first from country_ranges
    union select last + 1 from country_ranges
),

segments as (
    select boundary as first, lead(boundary) over (order by boundary) - 1 as last from boundaries
),

-- inside a segment neither set changes, so its first address speaks for all of it
routed as (
    select
        segments.first,
        segments.last,
        case when segments.first <= asn_ranges.last then asn_ranges.asn end as asn
    from segments
    asof left join asn_ranges on segments.first >= asn_ranges.first
),

located as (
    select
        routed.*,
        case when routed.first <= country_ranges.last then country_ranges.country end as country
    from routed
    asof left join country_ranges on routed.first >= country_ranges.first
),

marked as (
    select
        *,
        last_value(last) over before is distinct from first - 1
            or last_value(asn) over before is distinct from asn
            or last_value(country) over before is distinct from country as starts
    from located
    where asn is not null or country is not null
    window before as (order by first rows between 1 preceding and 1 preceding)
),

numbered as (
    select *, count_if(starts) over (order by first rows unbounded preceding) as run from marked
)

select
    min(first) as first,
    max(last) as last,
    any_value(asn) as asn,
    any_value(country) as country
from numbered
group by run
order by first
