-- Autonomous systems with the kind of network they are. Words of education and mobile come before the list of
-- hosters, because numbers change hands (a hoster's is a college's today).
with hosters as (
    select distinct asn
    from read_csv($hosters, header = true, columns = {'asn': 'BIGINT', 'entity': 'VARCHAR'})
    where
        -- The list took in a whole country's carriers, banks and universities in one go. Being of a country
        -- is no trait of a hoster, so only words in the name can make one of these.
        entity not like '%, NG'
        and asn not in (
            29119,   -- AIRE NETWORKS, wholesale to local access providers
            33785,   -- City Net Telecom, access
            36290,   -- The Cable of St. Kitts, access
            132225,  -- China Telecom by now
            394330   -- LTD Broadband, access
        )
),

systems as (
    select asn, any_value(org order by org) as organization from read_parquet($ranges) group by asn
)

select
    systems.asn::uinteger as asn,
    systems.organization,
    case
        when kind_of_name(systems.organization) in ('education', 'mobile')
            then kind_of_name(systems.organization)
        when hosters.asn is not null then 'hosting'
        else coalesce(kind_of_name(systems.organization), 'access')
    end as kind
from systems
left join hosters on systems.asn = hosters.asn
order by systems.asn
