-- Who is who. A stolen account is its owner's too: `first_bad` says from when on it is not only that.
create temp table truth as
with bad as (
    select people.account_id, people.kind, people.label, people.level, people.grp, min(seen.first_at) as first_bad
    from people left join seen on seen.holder = people.id
    where people.label is not null group by all
)
select
    people.account_id, coalesce(bad.kind, people.kind) as kind,
    case when bad.label is not null then named('campaign-', key(bad.grp, 0, 'campaign')) end as campaign,
    bad.label, bad.level, bad.first_bad
from people left join bad using (account_id)
where people.label is distinct from 'stolen_keys'
order by people.account_id;
