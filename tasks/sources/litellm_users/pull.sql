-- The users known at the end of the day (a moment with its zone), each with the name of its organization or, if it has
-- one only, of its team.
-- The table holds password hashes: no other column is wanted.
select
    users.user_id, users.user_email, users.user_role, users.created_at, users.organization_id,
    organizations.organization_alias, teams.team_alias
from "LiteLLM_UserTable" as users
left join "LiteLLM_OrganizationTable" as organizations on organizations.organization_id = users.organization_id
left join "LiteLLM_TeamTable" as teams on cardinality(users.teams) = 1 and teams.team_id = users.teams[1]
where users.created_at is null or users.created_at < cast(:end as timestamptz) at time zone 'UTC'
