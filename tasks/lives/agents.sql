-- A client without its version: an update is no other client, and a system's own version says nothing either.
create or replace temp macro agent_of(user_agent) as
    nullif(trim(lower(regexp_replace(user_agent, '[/ _-]?v?[0-9]+([._][0-9a-z]+)*', '', 'gi'))), '');
