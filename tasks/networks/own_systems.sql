-- Names are the operator's; the kind is the shipped one of that number, else what the name speaks of.
select
    network_records.asn,
    network_records.organization,
    coalesce(shipped.kind, kind_of_name(network_records.organization), 'access') as kind
from network_records
left join autonomous_systems as shipped on network_records.asn = shipped.asn
