-- The keys known at the end of the day (a moment with its zone), each with the names of its team and organization.
select
    keys.token, keys.key_alias, keys.user_id, keys.created_at, keys.team_id, teams.team_alias,
    coalesce(keys.organization_id, teams.organization_id) as organization_id, organizations.organization_alias
from "LiteLLM_VerificationToken" as keys
left join "LiteLLM_TeamTable" as teams on teams.team_id = keys.team_id
left join "LiteLLM_OrganizationTable" as organizations
    on organizations.organization_id = coalesce(keys.organization_id, teams.organization_id)
where keys.created_at is null or keys.created_at < cast(:end as timestamptz) at time zone 'UTC'
